//! The guide: what each person does with Muyu, job by job, in a few steps. It holds nothing and asks nobody.

pub mod pages;
