//! Error answers and the idempotency key, described once for every operation.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, ContentBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};

/// The media type of problem details.
pub const PROBLEM: &str = "application/problem+json";
/// The header that a change's key comes in.
pub const KEY: &str = "Idempotency-Key";
/// The media type of a body that is a file.
const FILE: &str = "application/octet-stream";
/// Operations without an idempotency key: they record nothing, or their answer cannot be repeated.
const WITHOUT_KEY: [&str; 5] =
    ["/api/v1/sessions", "/api/v1/me/password", "/api/v1/quotes", "/api/v1/loans/{id}/repayments/preview", "/api/v1/funds/{id}/reliefs/preview"];
/// Operations that hash a password. Only a few run at a time, so they may answer `too-busy`.
const PASSWORDS: [&str; 4] = ["/api/v1/sessions", "/api/v1/me/password", "/api/v1/users", "/api/v1/users/{id}/reset"];

/// The traits of an operation that decide its possible answers.
struct Traits<'a> {
    path: &'a str,
    changes: bool,
    open: bool,
    body: bool,
    file: bool,
    query: bool,
}

impl<'a> Traits<'a> {
    fn of(path: &'a str, method: &str, operation: &Operation) -> Self {
        let bodies = operation.request_body.iter().filter_map(|body| if let RefOr::T(body) = body { Some(body) } else { None });
        let parameters = operation.parameters.iter().flatten();
        Self {
            path,
            changes: method != "get",
            open: operation.security.as_ref().is_some_and(|needed| needed.contains(&SecurityRequirement::default())),
            body: operation.request_body.is_some(),
            file: bodies.flat_map(|body| body.content.keys()).any(|kind| kind == FILE),
            query: parameters.into_iter().any(|parameter| matches!(parameter, RefOr::T(Parameter { parameter_in: ParameterIn::Query, .. }))),
        }
    }

    fn keyed(&self) -> bool {
        self.changes && !WITHOUT_KEY.contains(&self.path)
    }
}

/// An error answer, and the operations that may give it.
struct Answer {
    status: &'static str,
    name: &'static str,
    about: &'static str,
    may: fn(&Traits<'_>) -> bool,
}

const ANSWERS: [Answer; 10] = [
    Answer { status: "400", name: "Broken", about: "The body did not come whole.", may: |one| one.file },
    Answer { status: "401", name: "NotSignedIn", about: "Nobody is signed in.", may: |one| !one.open },
    Answer {
        status: "403",
        name: "Forbidden",
        about: "It is for another role, the password must be changed first, or a page of another site asked for it.",
        may: |one| one.changes || !one.open,
    },
    Answer {
        status: "404",
        name: "NotFound",
        about: "There is no such record, or it is not for who asks.",
        may: |one| one.path.contains('{') || !one.open && (one.query || one.body),
    },
    Answer { status: "409", name: "Conflict", about: "The state is another: look again.", may: |one| one.changes && !one.open },
    Answer { status: "413", name: "TooLarge", about: "The file is too large.", may: |one| one.file },
    Answer {
        status: "422",
        name: "Invalid",
        about: "What was sent cannot be read, or a rule refuses it: each refusal with its field.",
        may: |one| one.changes || one.query,
    },
    Answer {
        status: "429",
        name: "TooMany",
        about: "Too many tries, or too many at once: wait.",
        may: |one| one.changes && PASSWORDS.contains(&one.path),
    },
    Answer { status: "500", name: "Fault", about: "Something broke: it was logged under the id that is told.", may: |_| true },
    Answer { status: "503", name: "Unavailable", about: "Nothing could be saved, or it took too long: send the same again later.", may: |_| true },
];

/// Adds the possible error answers to every operation of the description.
pub fn complete(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let methods =
            [("get", &mut item.get), ("put", &mut item.put), ("post", &mut item.post), ("delete", &mut item.delete), ("patch", &mut item.patch)];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                let traits = Traits::of(path, method, operation);
                operation.operation_id = Some(named(method, path));
                for answer in ANSWERS.iter().filter(|answer| (answer.may)(&traits)) {
                    answer.add_to(operation);
                }
                if traits.keyed() {
                    operation.parameters.get_or_insert_default().push(key().into());
                }
            }
        }
    }
    let components = api.components.get_or_insert_default();
    components.responses.extend(ANSWERS.iter().map(|answer| (answer.name.to_owned(), answer.response().into())));
}

/// An operation's unique name: its method and address.
fn named(method: &str, path: &str) -> String {
    let parts = path.split('/').skip(3).map(|part| part.trim_matches(['{', '}']));
    std::iter::once(method).chain(parts).collect::<Vec<_>>().join("_").replace('-', "_")
}

impl Answer {
    /// Where the operation already describes this status, the problem is added to it.
    fn add_to(&self, operation: &mut Operation) {
        match operation.responses.responses.get_mut(self.status) {
            Some(RefOr::T(own)) => {
                own.content.insert(PROBLEM.to_owned(), problem().into());
            }
            _ => {
                operation.responses.responses.insert(self.status.to_owned(), RefOr::Ref(Ref::from_response_name(self.name)));
            }
        }
    }

    fn response(&self) -> Response {
        ResponseBuilder::new().description(self.about).content(PROBLEM, problem()).build()
    }
}

fn problem() -> Content {
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build()
}

fn key() -> Parameter {
    let uuid = ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)));
    ParameterBuilder::new()
        .name(KEY)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Minted by the caller: sent again with the same, the change is done once."))
        .schema(Some(uuid))
        .build()
}
