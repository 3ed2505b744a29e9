//! The columns of each sheet: their titles in the template and the other words for them.

use super::headers::{Field, Kind};

/// A column: its title in the template, its other headers, and whether its sheet must have it.
pub struct Column {
    pub field: Field,
    pub title: &'static str,
    /// The other headers, with semicolons between them.
    pub also: &'static str,
    pub needed: bool,
    /// Whether it is in the template.
    pub offered: bool,
}

const fn needed(field: Field, title: &'static str, also: &'static str) -> Column {
    Column { field, title, also, needed: true, offered: true }
}

const fn optional(field: Field, title: &'static str, also: &'static str) -> Column {
    Column { field, title, also, needed: false, offered: true }
}

/// A column that is read where it exists, but is not in the template.
const fn known(field: Field, title: &'static str, also: &'static str) -> Column {
    Column { field, title, also, needed: false, offered: false }
}

const ORDINAL: Column = known(Field::Ordinal, "Orden", "item; it; orden; fila; no orden; no fila");
const STATE: Column = known(Field::State, "Estado", "situacion; status; condicion; estado pago; estado actual; pagado; cobrado; recibido; se pago");
const NOTE: Column = known(
    Field::Note,
    "Observaciones",
    "observacion; obs; nota; notas; comentario; comentarios; firma; huella; responsable; note; registrado por; foto; huella digital",
);

pub const MEMBERS: &[Column] = &[
    optional(Field::Number, "N°", "no; no socio; socio no; no padron; no registro; no libro; no member"),
    needed(
        Field::Name,
        "Apellidos y nombres",
        "nombre; nombres; nombres y apellidos; socio; nombre completo; nombre del socio; apellidos nombres; apellido y nombre; name; nombre y apellido; razon social; jefe de familia; nombres del socio; apellidos y nombres del socio; nombres y apellidos del socio",
    ),
    optional(
        Field::Document,
        "DNI",
        "documento; ci; c.i.; carnet; cedula; no documento; no dni; document; documento de identidad; carnet de identidad; dni/ci; no ci; doc identidad; cedula de identidad; l.e.; no carnet",
    ),
    optional(Field::Sex, "Sexo", "genero; sex; sexo (f/m); m/f; f/m; sexo f m"),
    optional(Field::Born, "Fecha de nacimiento", "nacimiento; born; ano de nacimiento; nacio; fecha nac"),
    optional(
        Field::Community,
        "Comunidad",
        "sector; anexo; community; localidad; caserio; ayllu; lugar; direccion; domicilio; zona; parcialidad; base",
    ),
    optional(Field::Phone, "Celular", "telefono; cel; phone; movil; whatsapp; no celular; no telefono; contacto"),
    optional(
        Field::Joined,
        "Ingreso",
        "fecha de ingreso; fecha ingreso; joined; fecha de afiliacion; socio desde; afiliacion; fecha de inscripcion; inscripcion; ingreso al padron; ano de ingreso",
    ),
    known(Field::Balance, "Saldo", "saldo; debe; deuda; saldo pendiente; saldo deudor; saldo total"),
    ORDINAL,
    NOTE,
];

pub const CAPITAL: &[Column] = &[
    needed(Field::Date, "Fecha", "fecha; fecha aporte; fecha de ingreso; fecha recepcion; recibido"),
    optional(
        Field::CapitalKind,
        "Tipo",
        "clase; kind; tipo de aporte; tipo de capital; origen; modalidad; tipo de ingreso; concepto; detalle; descripcion; rubro",
    ),
    optional(
        Field::Source,
        "De",
        "de quien; aportante; fuente; from; quien; entidad; donante; institucion; procedencia; nombre; socio; financiador; quien aporta",
    ),
    optional(Field::Document, "DNI", "documento; dni; ci; no documento; carnet de identidad"),
    needed(Field::Amount, "Monto", "monto; cantidad; aporte; capital; monto aporte; monto recibido; total; ingreso; monto aportado"),
    known(Field::Ordinal, "Orden", "item; orden; no; no recibo; recibo"),
    STATE,
    NOTE,
];

pub const LOANS: &[Column] = &[
    optional(
        Field::Loan,
        "Nº crédito",
        "no credito; credito no; no; credito; no operacion; no contrato; no pagare; pagare; expediente; no solicitud; no expediente; operacion; contrato",
    ),
    needed(Field::Member, "N° socio", "no socio; socio no; socio; member; account id; account; cuenta; no cuenta; a quien; quien"),
    known(
        Field::Name,
        "Nombre",
        "nombre; nombres; nombre socio; nombres y apellidos; apellidos y nombres; nombre completo; nombres socio; apellidos nombres; apellidos y nombres socio; nombres y apellidos socio",
    ),
    known(Field::Document, "DNI", "dni; documento; ci; carnet; no dni; no documento; dni socio; cedula; carnet identidad"),
    needed(
        Field::Date,
        "Desembolso",
        "fecha de desembolso; fecha; fecha credito; fecha prestado; fecha inicio; inicio; fecha otorgamiento; otorgamiento; disbursed; fecha emision; fecha operacion; fecha retiro; fecha de aprobacion; emision; fecha entrega; entrega",
    ),
    needed(
        Field::Amount,
        "Monto",
        "capital; principal; semilla; cantidad de semilla; semilla prestada; monto credito; monto prestado; capital prestado; credito prestado; monto desembolso; prestado; desembolso; credito; monto inicial; capital inicial; credito otorgado; monto capital; cantidad; cantidad prestada; monto aprobado; total prestado; monto del credito prestado; monto solicitado; credito solicitado",
    ),
    optional(
        Field::Method,
        "Modalidad",
        "metodo; forma de pago; tipo de cuota; sistema; sistema de amortizacion; tipo amortizacion; amortizacion; method; modalidad de pago; tipo de interes; forma de cobro; sistema de pago",
    ),
    optional(
        Field::Installments,
        "Cuotas",
        "no cuotas; cuotas; numero de cuotas; installments; cantidad de cuotas; no pago; no pagos; duration; total de cuotas; cuotas pactadas; cantidad de pagos; number of payments; no meses; cantidad de meses",
    ),
    known(
        Field::Term,
        "Plazo",
        "plazo; plazo meses; plazo mes; meses; tiempo; plazo dias; plazo en semanas; duracion; term; plazo del credito; meses plazo",
    ),
    optional(Field::Every, "Cada", "every; cada cuantos; cada cuanto"),
    optional(Field::Period, "Periodo", "frecuencia; period; periodicidad; frecuencia de pago; periodo de pago; pagos cada"),
    optional(
        Field::FirstDue,
        "Primera cuota",
        "primer vencimiento; fecha primera cuota; 1a cuota; primer pago; fecha primer pago; first due; fecha primer vencimiento; fecha de primera cuota; vencimiento primera cuota; inicio de pago; fecha inicio de pago",
    ),
    known(
        Field::LastDue,
        "Vencimiento",
        "vencimiento; fecha vencimiento; vence; fecha final; vencimiento final; ultima cuota; fecha fin; fin; fecha limite; fecha termino; termino; fecha pago; fecha de devolucion; devolucion; fecha de cancelacion",
    ),
    optional(
        Field::Rate,
        "Tasa %",
        "tasa; interes %; tasa de interes; rate %; rate; interes; % interes; tasa interes %; porcentaje; %; tasa mensual; tasa mensual %; interes mensual; interes mensual %; tasa anual; tasa anual %; interes anual; interes anual %; tea; tea %; tna; tna %; tem; tem %; tasa efectiva anual; tasa nominal anual; tasa efectiva mensual; i %; porcentaje de interes; % mensual; % anual; tasa interes mensual; tasa interes anual; tasa interes mensual %; tasa interes anual %; interes por mes; tasa % mensual; tasa % anual; % interes mensual",
    ),
    optional(Field::RatePer, "Tasa por", "tasa periodo; por; rate per; tipo de tasa; periodo tasa; tasa cada"),
    optional(Field::GracePrincipal, "Gracia capital", "gracia de capital; grace principal; gracia"),
    optional(Field::GraceInterest, "Gracia interés", "gracia de interes; grace interest"),
    optional(
        Field::Purpose,
        "Destino",
        "uso; finalidad; purpose; concepto; motivo; rubro; actividad; cultivo; para que; destino credito; proposito; inversion",
    ),
    known(
        Field::Payment,
        "Cuota",
        "cuota; monto cuota; monto de cuota; cuota mensual; pago mensual; payment; payments; pago; cuota fija; monto de la cuota; monto pago",
    ),
    known(Field::State, "Estado", "situacion; status; condicion; estado credito; estado actual"),
    known(
        Field::Balance,
        "Saldo",
        "saldo capital; saldo actual; saldo deudor; debe; deuda; saldo pendiente; pendiente; por cobrar; saldo por cobrar; capital pendiente; saldo vigente; deuda actual; saldo credito; saldo capital pendiente; falta pagar; falta; saldo por pagar; resta",
    ),
    known(
        Field::Since,
        "Debe desde",
        "desde; debe desde; saldo desde; fecha saldo; fecha corte; interes pagado hasta; ultimo pago; fecha ultimo pago; pagado hasta",
    ),
    known(Field::Left, "Cuotas pendientes", "cuotas pendientes; cuotas por pagar; cuotas que faltan; cuotas restantes; cuotas faltantes"),
    ORDINAL,
    NOTE,
];

pub const REPAYMENTS: &[Column] = &[
    needed(Field::Date, "Fecha", "fecha de pago; fecha; fecha abono; fecha cobranza; fecha cancelacion; fecha deposito; fecha recibo"),
    needed(
        Field::Loan,
        "Nº crédito",
        "no credito; credito no; credito; no operacion; no contrato; no pagare; pagare; operacion; contrato; expediente; no expediente",
    ),
    known(Field::Member, "N° socio", "no socio; socio no; socio; member; quien pago; quien; account id"),
    known(
        Field::Name,
        "Nombre",
        "nombre; nombres; nombre socio; nombres y apellidos; apellidos y nombres; nombre completo; nombres socio; apellidos nombres; apellidos y nombres socio; nombres y apellidos socio",
    ),
    known(Field::Document, "DNI", "dni; documento; ci; carnet; no dni; dni socio; cedula; carnet identidad"),
    needed(
        Field::Amount,
        "Monto",
        "pago; monto; abono; devuelto; devolucion; monto devuelto; cantidad devuelta; monto pagado; pagado; total pagado; monto abono; monto cobrado; cobrado; cobranza; total; monto pago; cantidad; ingreso; total cobrado; monto total; recibido; monto recibido; amortizacion; deposito; entrega; monto depositado; cuota pagada; total pago; desembolso; pago total; a cuenta; cuota; monto cuota",
    ),
    optional(
        Field::Receipt,
        "Recibo",
        "no recibo; receipt; comprobante; no comprobante; boleta; no boleta; no operacion bancaria; voucher; no voucher; papeleta; recibo no",
    ),
    optional(Field::Means, "Medio", "forma; medio de pago; means; forma de pago; modalidad; modo de pago; via; lugar de pago; tipo de pago"),
    known(
        Field::Principal,
        "Capital",
        "capital; monto capital; abono capital; pago capital; capital pagado; amortizacion capital; a capital; amortizacion",
    ),
    known(Field::Interest, "Interés", "interes; monto interes; abono interes; pago interes; interes pagado; intereses pagados; a interes"),
    known(Field::LateFee, "Mora", "mora; monto mora; multa; penalidad; interes moratorio; recargo; mora pagada"),
    known(Field::Balance, "Saldo", "saldo capital; saldo actual; saldo pendiente; saldo deudor; saldo credito; queda; debe; deuda; resta"),
    known(Field::Ordinal, "Orden", "item; it; orden; fila; no; no cuota; cuota no; cuota; no pago; no orden"),
    STATE,
    NOTE,
];

pub const EXPENSES: &[Column] = &[
    needed(Field::Date, "Fecha", "fecha; fecha gasto; fecha de egreso"),
    needed(
        Field::Concept,
        "Concepto",
        "detalle; descripcion; concept; gasto; motivo; glosa; en que; rubro; concepto de gasto; descripcion del gasto; detalle gasto; que se compro; egreso concepto",
    ),
    needed(
        Field::Amount,
        "Monto",
        "monto; egreso; haber; total; costo; precio; cantidad pagada; monto gasto; gastado; salida; monto gastado; pagado",
    ),
    known(Field::Receipt, "Comprobante", "no recibo; recibo; boleta; factura; comprobante; no comprobante; no boleta; no factura"),
    known(Field::Balance, "Saldo", "saldo; saldo caja; saldo actual; saldo en caja; queda"),
    known(Field::Means, "Medio", "medio de pago; forma de pago"),
    known(Field::Ordinal, "Orden", "item; it; orden; fila; no; no orden"),
    STATE,
    NOTE,
];

pub const AGREED: &[Column] = &[
    needed(Field::Loan, "Nº crédito", "no credito; credito no; credito; no operacion; no contrato; no pagare; pagare; operacion"),
    needed(Field::Due, "Vencimiento", "vencimiento; fecha; fecha vencimiento; fecha pago; fecha cuota; vence; fecha pactada"),
    needed(Field::Principal, "Capital", "capital; amortizacion; principal; monto capital; amortizacion capital"),
    known(Field::Interest, "Interés", "interes; monto interes"),
    known(Field::Amount, "Cuota", "cuota; monto; monto cuota; total; cuota total; total cuota; monto pactado"),
    known(Field::Ordinal, "N° cuota", "no cuota; cuota no; no; item; orden; cuotas"),
    known(Field::Balance, "Saldo", "saldo capital; saldo"),
    known(Field::Name, "Nombre", "nombre; nombres; nombre socio; socio"),
    NOTE,
];

pub const MONTHS: &[Column] = &[
    known(Field::Loan, "Nº crédito", "no credito; credito no; credito; no operacion; pagare; no pagare; contrato; no contrato"),
    known(Field::Member, "N° socio", "no socio; socio no; socio; member"),
    known(Field::Name, "Nombre", "nombre; nombres; nombre socio; nombres y apellidos; apellidos y nombres; nombre completo; nombres socio"),
    known(Field::Document, "DNI", "dni; documento; ci; carnet; no dni"),
    known(Field::Amount, "Total", "total; total pagado; suma; total cobrado; pagado"),
    known(Field::Balance, "Saldo", "saldo actual; saldo pendiente; debe; deuda"),
    known(Field::Principal, "Monto del crédito", "monto; monto credito; capital; monto prestado; prestado; capital prestado"),
    known(Field::Ordinal, "N°", "no; item; orden"),
    NOTE,
];

/// Words by which a sheet's name says what it holds.
pub const SHEETS: &[(Kind, &str)] = &[
    (Kind::House, "asociacion; association; datos; organizacion; institucion; caratula; presentacion; comite; general"),
    (Kind::Agreed, "cronograma; calendario; schedule; plan; compromisos"),
    (
        Kind::Repayments,
        "pagos; cobros; repayments; payments; cobranzas; abonos; recuperaciones; recuperacion; amortizaciones; devoluciones; recaudacion; recibos; cobranza",
    ),
    (Kind::Loans, "creditos; prestamos; loans; colocaciones; cartera; desembolsos; kardex; deudores; prestatarios"),
    (Kind::Expenses, "gastos; expenses; egresos; salidas; costos; compras"),
    (Kind::Capital, "aportes; capital; contributions; donaciones; fuentes; aportaciones; financiamiento"),
    (Kind::Members, "socios; padron; members; personas; integrantes; nomina; lista; familias; relacion"),
];
