from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "yarrow.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yarrow.measures import append_only, export, overdue, taking, unopened
        from yarrow.vault import due, findings, inbox, ledgers, telling

        telling.tell_all(export.TOLD, export.TRAIL)
        inbox.opens(taking.FILLING, taking.open_filling)
        due.carries(due.Kind(overdue.JOB, "note which signals are overdue", overdue.note))
        due.carries(
            due.Kind(unopened.JOB, "note which answers that ask for somebody lie sealed", unopened.note)
        )
        findings.examines("signals", overdue.examine)
        findings.examines("unopened answers", unopened.examine)
        for ledger in append_only.LEDGERS:
            ledgers.keep(ledger)
