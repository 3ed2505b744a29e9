//! Closed sets of codes. One enum holds the names used in the database and in JSON.

/// Declares an enum in which every variant has a code. It gets `ALL` in the order of declaration, `code` and `parse`. Serde
/// and the JSON schema use the same codes.
macro_rules! codes {
    ($($(#[$about:meta])* pub enum $name:ident { $($(#[$meaning:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
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

        // Written out, since the derive does not see a name that comes through a macro.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
                text.enum_values(Some([$($code),*])).into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}
pub(crate) use codes;
