"""`khabar doctor`: is everything there, and does it work?"""

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


def doctor() -> None:
    """Check the installation, the data, the models and the extras."""
    from khabar.doctor import examine

    well = True
    for check in examine():
        mark = {True: "ok  ", False: "FAIL", None: "-   "}[check.passed]
        typer.echo(f"{mark} {check.what}: {check.found}")
        well = well and check.passed is not False
    raise typer.Exit(0 if well else 1)
