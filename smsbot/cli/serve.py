"""smsbot run, web and worker."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import click

from smsbot.cli.parts import opened, settings_from_env
from smsbot.logs import set_up
from smsbot.wiring import Parts

_THREADS = 8


@click.command()
def run() -> None:
    """Web and worker in one process, with simulated phones if SMSBOT_CARRIER=simulated."""
    import waitress

    from smsbot.web.app import create_app
    from smsbot.worker.run import Worker

    set_up()
    with opened(migrate_first=True) as parts:
        if parts.simulated is not None:
            from smsbot.cli.demo import prepare

            prepare(parts)
        server = waitress.create_server(
            create_app(parts),
            host=_host(parts),
            port=parts.settings.port,
            threads=_THREADS,
            clear_untrusted_proxy_headers=True,
        )
        worker = Worker(parts)
        worker.start()
        # waitress ends cleanly by this exception in its own thread only; closed from another, its loop breaks.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            _say_where(parts)
            server.run()
        finally:
            worker.stop()


def _host(parts: Parts) -> str:
    """The simulated phones are for this machine alone."""
    return "127.0.0.1" if parts.simulated is not None else "0.0.0.0"  # noqa: S104  # a public webhook listens everywhere


def _say_where(parts: Parts) -> None:
    base = f"http://127.0.0.1:{parts.settings.port}"
    if parts.simulated is not None:
        click.echo(f"\n  The phones are here:  {base}/phone\n  Nothing leaves this machine. Ctrl-C ends it.\n")
    else:
        click.echo(
            f"\n  Listening on port {parts.settings.port}; Twilio's webhook is {parts.settings.public_url}/twilio/sms\n"
        )


@click.command()
def web() -> None:
    """The web process: records Twilio's webhooks. Needs a worker beside it."""
    from smsbot.cli.gunicorn_app import serve

    set_up()
    serve(settings_from_env(web_or_worker=True))


@click.command()
def worker() -> None:
    """The worker process: decides, keeps the calendar, hands texts over."""
    from smsbot.worker.run import Worker

    set_up()
    with opened(web_or_worker=True) as parts:
        working = Worker(parts)
        stop = threading.Event()
        _on_signal(stop.set)
        working.start()
        stop.wait()
        working.stop()


def _on_signal(stop: Callable[[], object]) -> None:
    def handle(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=stop, name="stopping", daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
