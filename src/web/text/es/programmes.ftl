## programmes

programme = Proyecto
programmes-all = Todos
programmes-none = Todavía no hay proyectos.
programme-associations =
    { $count ->
        [0] sin asociaciones
        [one] 1 asociación
       *[other] { $count } asociaciones
    }
programme-no-plan = sin presupuesto
programme-plan = Partes, presupuesto y metas
programme-without-plan-yet = Este proyecto todavía no tiene sus partes ni su presupuesto.
programme-unit = Moneda
programme-parties = Quién pone cuánto
programme-parties-hint = Las partes suman 100 %. El céntimo que sobra lo pone el proyecto.
programme-share = Parte %
programme-project-share-terms = La parte del proyecto
programme-recovery = Cómo se devuelve, si es recuperable
programme-every = Cada cuántos meses
programme-rate = Interés % al mes
programme-funders = Quién financia
programme-funder = Financiador
programme-goals = Metas
party-project = Proyecto
party-partner = Otra parte (municipio…)
party-producers = Productoras
project-share-terms-grant = se da a las productoras
project-share-terms-recoverable = la devuelven al fondo
recovery-terms =
    { $installments ->
        [one] 1 cuota a los { $months } meses
       *[other] { $installments } cuotas cada { $months } meses
    }
goal = Meta
goal-hectares = Hectáreas
goal-kilos = Kilos entregados
goal-members = Personas
goal-in-cycle = Aporta
goal-reached = Van
goal-share = Meta
goal-said = Van { $reached } de { $goal }: { $percent } %.
budget = Presupuesto
budget-line = Partida
budget-line-new = Nueva partida
budget-planned = Previsto
budget-committed = Comprometido
budget-spent = Gastado
budget-left = Queda
budget-none = Todavía no tiene partidas.
budget-save = Guardar el presupuesto
budget-in = Ejecución, en { $unit }
budget-line-said = { $line }: previsto { $planned }, gastado { $spent }, comprometido { $committed }, queda { $left }
budget-offer = { $line } (quedan { $left }) · { $programme }
budget-offers-none = Ningún proyecto tiene presupuesto para este fondo.
approvers = Quién aprueba
approvers-hint = Hasta cuánto del proyecto en cada compra. Nadie decide lo que pidió ni lo que le beneficia.
approvers-no-staff = El proyecto no tiene personal con usuario.
approver = Persona
approver-most = Aprueba hasta
approver-most-hint = Con 0 deja de aprobar.

## reports

seed-report = Semilla, hectáreas y dinero
seed-report-about = De las compras recibidas.
seed-report-none = Todavía no hay compras recibidas.
report-by = Por
report-unit = Moneda
report-detail = Detalle
association = Asociación
by-cycle = Campaña
by-programme = Proyecto
by-association = Asociación
by-community = Comunidad
by-sex = Sexo
unsaid = Sin decir
hectares-planned-short = Ha previstas
hectares-installed-short = Ha instaladas
kilos = kg
money-total = Total
parties-part = Proyecto y otros
producers-part = Productoras
download-xlsx = Bajar XLSX
download-csv = Bajar CSV
budget-line-figures = previsto { $planned }, gastado { $spent }, comprometido { $committed }
purchases-short = Compras
people-short = Personas
