## cli

cli-serving = Muyu atiende en { $address }
cli-failed = No se pudo: { $why }
cli-unsaved = No se pudo guardar; no se registró: { $why }
demo-sign-ins = Entre con la contraseña { $password } como:
demo-admin = administración
demo-proyecto = personal del proyecto
demo-tesorera = tesorera de Corazón (Perú)
demo-fiscal = fiscal de Corazón: ve todo, no cambia nada
demo-socia = socia de Corazón
demo-tesorera-bolivia = tesorera de Qhantati (Bolivia)
backup-done = Copia escrita en { $file }
restore-done = Base repuesta en { $file }
prove-unreadable = { $file }: no se puede leer: { $why }
prove-malformed = { $case }: caso mal formado: { $why }
prove-difference = { $case }: { $at }: esperado { $expected }, calculado { $computed }
backup-damaged = La copia está escrita en { $file }, pero está dañada: { $where }
verify-database = Base de datos
verify-sound = { $name }: íntegra
verify-holds = { $fund }: conforme ({ $entries } asientos, { $loans } créditos)
verify-differs = { $fund }: NO conforme: { $where }
prove-holds =
    { $file }: { $cases ->
        [one] 1 caso conforme
       *[other] { $cases } casos conformes
    }
prove-differs = { $file }: { $bad } de { $cases } casos no conformes
position-known-on = como se sabía el { $day }
