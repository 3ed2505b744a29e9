## the page about the JSON face

api-json = The whole description as JSON (OpenAPI), for tools
api-sections = Parts of the description
api-who = Who asks
api-in-path = in the address
api-in-query = after the ?
api-in-header = in a header
api-in-cookie = in a cookie
api-open = Nobody needs to be signed in for this.
api-parameters = Parameters
api-required = required
api-body = What is sent
api-fields = Fields
api-answers = What is answered
api-empty = nothing but the status
api-problems = Problems
api-shapes = Shapes of data
api-length = from { $least } to { $most } characters
api-items = from { $least } to { $most } of them
