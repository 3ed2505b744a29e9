//! A closed set of codes: one enum, the name of each in the database and in JSON, and nothing beside them to keep alike.

/// Declares an enum whose every variant has a code. It gets `ALL` in the order of declaration, `code` and `parse`; serde
/// and the schema of the JSON use the same codes.
macro_rules! codes {
    ($($(#[$about:meta])* pub enum $name:ident { $($(#[$meaning:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$meaning])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$variant),*];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            pub fn parse(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    )*};
}
pub(crate) use codes;
