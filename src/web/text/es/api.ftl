## the page about the JSON face

api-json = La descripción completa en JSON (OpenAPI), para herramientas
api-sections = Partes de la descripción
api-who = Quién pide
api-in-path = en la dirección
api-in-query = después del ?
api-in-header = en una cabecera
api-in-cookie = en una cookie
api-open = Para esto nadie necesita haber entrado.
api-parameters = Parámetros
api-required = obligatorio
api-body = Lo que se envía
api-fields = Campos
api-answers = Lo que se responde
api-empty = nada más que el estado
api-problems = Problemas
api-shapes = Formas de los datos
api-length = de { $least } a { $most } caracteres
api-items = de { $least } a { $most }
