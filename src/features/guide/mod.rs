//! The guide: what each person does with Muyu, task by task, in a few steps. It reads no data of the funds.

pub mod pages;
