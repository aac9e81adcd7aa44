"""The few words the web says by itself, when nobody who decides is there to be asked."""

STATIC_ANSWER = (
    "We have your text. Our system is slow right now and the answer may take a while. Emergency: call 911. "
    "To talk to someone: 988. / Recibimos su mensaje. Emergencia: 911. Para hablar: 988, marque 2."
)
"""Once per phone and hour while the worker is down."""

CALL_GREETING: tuple[tuple[str, str], ...] = (
    ("en-US", "Hello. You have reached the outreach team. If someone may be dying, hang up and call 9 1 1."),
    ("en-US", "To talk with someone right now, call 9 8 8. A person on our team will call this number back."),
    ("es-US", "Hola. Si alguien corre peligro, cuelgue y llame al 9 1 1. Para hablar con alguien, llame al 9 8 8."),
    ("es-US", "Una persona de nuestro equipo le va a regresar la llamada."),
)

BRIDGE_ASKS = "This is the outreach team's line. Press 1 to be connected."
BRIDGE_CONNECTS = "Connecting you."
BRIDGE_REFUSES = "This call can not be connected now. Your texts say more. Goodbye."
BRIDGE_ENDS = "The call has ended."
"""What a worker hears who asked to be connected with a person; workers' words are English."""

CALL_ANSWERED: tuple[tuple[str, str], ...] = (("en-US", "Goodbye. Take care."), ("es-US", "Que le vaya bien."))
