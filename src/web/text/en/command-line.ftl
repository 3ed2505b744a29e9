## cli

cli-serving = Muyu is serving on { $address }
cli-failed = It failed: { $why }
cli-unsaved = It could not be saved; it was not recorded: { $why }
demo-sign-ins = Sign in with the password { $password } as:
demo-admin = administrator
demo-proyecto = project staff
demo-tesorera = treasurer of Corazón (Peru)
demo-fiscal = auditor of Corazón: sees everything, changes nothing
demo-socia = member of Corazón
demo-tesorera-bolivia = treasurer of Qhantati (Bolivia)
backup-done = Copy written to { $file }
restore-done = Database put back at { $file }
prove-unreadable = { $file }: cannot be read: { $why }
prove-malformed = { $case }: malformed case: { $why }
prove-difference = { $case }: { $at }: expected { $expected }, computed { $computed }
backup-damaged = The copy is written to { $file }, but it is damaged: { $where }
verify-database = Database
verify-sound = { $name }: sound
verify-holds = { $fund }: holds ({ $entries } entries, { $loans } loans)
verify-differs = { $fund }: does NOT hold: { $where }
prove-holds =
    { $file }: { $cases ->
        [one] 1 case holds
       *[other] { $cases } cases hold
    }
prove-differs = { $file }: { $bad } of { $cases } cases do not hold
position-known-on = as it was known on { $day }
