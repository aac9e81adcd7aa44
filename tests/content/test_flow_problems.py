"""What is wrong with a flow: the exact words staff read, for every mistake we know of."""

from collections.abc import Callable

import pytest

HEAD = "flow: kit\nabout: A free kit.\nexpires: 2 days\nsteps:\n"
T = "{en: Hi, es: Hola}"
ASK = f"ask: {T}, choices: {{a: {{words: [1]}}, b: {{words: [2]}}}}, otherwise: end"
Find = Callable[[dict[str, str]], list[str]]

WHOLE_FILES = [
    ("", ["1: the file is empty; write it or delete it"]),
    ("- a", ["1: the file must be a map, not a list"]),
    (
        "flow: kit",
        [
            "1: 'about' is missing; add about: ...",
            "1: 'expires' is missing; add expires: ...",
            "1: 'steps' is missing; add steps: ...",
        ],
    ),
    (
        "flow: kti\nabout: x\nexpires: 1 day\nsteps:\n  a: {say: {en: a, es: b}}",
        ["1: the flow is called 'kti' but the file kit.yaml; write flow: kit"],
    ),
    (
        "flow: kit\nabuot: x\nexpires: 1 day\nsteps: {}",
        ["2: unknown key 'abuot'; did you mean 'about'?", "4: 'steps' is empty; write at least one"],
    ),
    (
        "flow: kit\nabout:\nexpires: two days\nsteps: [a]",
        [
            "2: 'about' is empty; write words",
            '3: \'two days\' is not a duration; write it like "30 minutes", "2 hours", "1 day" or "2 weeks"',
            "4: 'steps' must be a map, not a list",
        ],
    ),
    (
        "flow: kit\nabout: x\nexpires: 9999 weeks\nunasked: yes\nsteps:\n  a: {end: true}",
        [
            "3: 'expires' is longer than 366 days; write a shorter duration",
            "4: 'unasked' must be true or false, not words; write true or false without quotes",
        ],
    ),
    (
        HEAD.replace("steps", "keywords: {en: [kit], fr: [x]}\nsteps") + "  a: {end: true}",
        ["4: unknown key 'fr'; known keys: en, es"],
    ),
    (
        HEAD.replace("steps", "tests: [{title: x}, {title: 1, script: []}]\nsteps") + "  a: {end: true}",
        [
            "4: 'script' is missing; add script: ...",
            "4: 'title' must be words, not a number; put quotes around it: \"1\"",
            "4: 'script' is empty; write a list of at least one",
        ],
    ),
    (
        HEAD + "  end: {end: true}",
        ["5: a step cannot be called 'end'; that word ends the conversation; choose another name"],
    ),
    (HEAD + "  How: {end: true}", ["5: 'How' is not a name; use small letters, digits and _, beginning with a letter"]),
]

KEYWORDS = [
    ("[stop]", "keyword 'stop' is answered by the carrier; choose another word"),
    ("[Help]", "keyword 'Help' is answered by the carrier; choose another word"),
    ("['1']", "keyword '1' is an answer to questions; choose another word"),
    ("[yes]", "keyword 'yes' is an answer to questions; choose another word"),
    ("[menu]", "keyword 'menu' is the reserved word MENU; choose another word"),
    ("[not breathing]", "keyword 'not breathing' is read as a crisis first; choose another word"),
    ("[stop texting]", "keyword 'stop texting' is read as an opt-out first; choose another word"),
    ("[today]", "keyword 'today' belongs to flow 'check_in' too; keep it in one flow"),
    ("[true]", "'en' must be words, not true or false; put quotes around it: \"true\""),
    ("kit", "'en' must be a list of at least one, not words"),
]

STEPS = [
    ("a:", ["5: step a: 'a' is empty; write a map"]),
    ("a: {}", ["5: step a: the step is empty; say, ask or do something"]),
    ("a: Hi", ["5: step a: 'a' must be a map, not words"]),
    (f"a: {{sya: {T}}}", ["5: step a: unknown key 'sya'; did you mean 'say'?"]),
    (
        f"a: {{xyz: {T}, end: true}}",
        [
            "5: step a: unknown key 'xyz'; known keys: when, set, tag, consent, cadence, request, escalate, say, "
            "series, ask, choices, answer, min, max, save, retry, otherwise, timeout, call, wait, random, undelivered, "
            "go, end, accept"
        ],
    ),
    # Texts
    ("a: {say: Hi}", ["5: step a: 'say' is in one language; write {en: ..., es: ...}"]),
    ("a: {say: {en: Hi}}", ["5: step a: 'say' has no words in 'es'; add es: ..."]),
    ("a: {say: {en: Hi, es: ' '}}", ["5: step a: 'es' is empty; write words"]),
    ('a: {say: {en: Hi, es: "\\u200b"}}', ["5: step a: 'es' is empty; write words"]),
    (
        "a: {say: {en: 911, es: false}}",
        [
            "5: step a: 'en' must be words, not a number; put quotes around it: \"911\"",
            "5: step a: 'es' must be words, not true or false; put quotes around it: \"false\"",
        ],
    ),
    (
        "a: {say: {en: [Hi], es: 1.5}}",
        [
            "5: step a: 'en' must be words, not a list",
            "5: step a: 'es' must be words, not a number; put quotes around it: \"1.5\"",
        ],
    ),
    (
        "a: {say: {}}",
        ["5: step a: 'say' has no words in 'en'; add en: ...", "5: step a: 'say' has no words in 'es'; add es: ..."],
    ),
    (
        "a: {say: {en: Hi, es: Hola, quiet: {es: Hola}}}",
        ["5: step a: 'quiet' has no words in 'en'; add en: ..."],
    ),
    ("a: {say: {en: Hi, es: Hola, quite: {en: a, es: b}}}", ["5: step a: unknown key 'quite'; did you mean 'quiet'?"]),
    (
        f"a: {{say: {{en: {'a' * 1601}, es: Hola}}}}",
        ["5: step a: 'en' has 1601 characters; one text carries at most 1600"],
    ),
    ("a: {say: {en: 'Hi {{ hous }}', es: Hola}}", ["5: step a: unknown name 'hous'; did you mean 'hours'?"]),
    ("a: {say: {en: 'Hi {{ zzz }}', es: Hola}}", ["5: step a: unknown name 'zzz'; add it to names in program.yaml"]),
    ("a: {say: {text: menv}}", ["5: step a: there is no shared text 'menv'; did you mean 'menu'?"]),
    (
        "a: {say: {text: zzzzzz}}",
        ["5: step a: there is no shared text 'zzzzzz'; write it in templates/sms/shared.yaml"],
    ),
    ("a: {say: {text: menu, en: Hi}}", ["5: step a: unknown key 'en'; known keys: text"]),
    # Questions
    (
        f"a: {{ask: {T}, choices: {{a: {{words: [1]}}}}}}",
        ["5: step a: 'otherwise' is missing beside 'ask'; add otherwise: STEP for answers that do not fit"],
    ),
    (
        f"a: {{ask: {T}, otherwise: end}}",
        ["5: step a: the question has neither 'choices' nor 'answer'; add one, or write say instead of ask"],
    ),
    (
        f"a: {{say: {T}, choices: {{a: {{words: [1]}}}}, otherwise: end}}",
        [
            "5: step a: 'choices' belongs beside 'ask'; add ask: ..., or remove it",
            "5: step a: 'otherwise' belongs beside 'ask'; add ask: ..., or remove it",
        ],
    ),
    (
        f"a: {{ask: {T}, answer: nmber, otherwise: end}}",
        ["5: step a: unknown answer type 'nmber'; did you mean 'number'?"],
    ),
    (
        f"a: {{ask: {T}, answer: sound, otherwise: end}}",
        ["5: step a: unknown answer type 'sound'; one of: yes_no, number, date, time, phone, zip, text, cadence"],
    ),
    (f"a: {{ask: {T}, choices: {{}}, otherwise: end}}", ["5: step a: 'choices' is empty; write at least one"]),
    (f"a: {{ask: {T}, choices: {{a: {{}}}}, otherwise: end}}", ["5: step a: 'words' is missing; add words: ..."]),
    (
        f"a: {{ask: {T}, choices: {{a: {{words: []}}}}, otherwise: end}}",
        ["5: step a: 'words' is empty; write a list of at least one"],
    ),
    (
        f"a: {{ask: {T}, choices: {{A b: {{words: [1]}}}}, otherwise: end}}",
        ["5: step a: 'A b' is not a name; use small letters, digits and _, beginning with a letter"],
    ),
    (
        f"a: {{ask: {T}, choices: {{a: {{words: [1, Méet]}}, b: {{words: [2, meet]}}}}, otherwise: end}}",
        ["5: step a: 'meet' belongs to choice 'a' too; give each word to one choice"],
    ),
    (
        f"a: {{ask: {T}, choices: {{a: {{words: [true, no]}}}}, otherwise: end}}",
        ["5: step a: 'words' must be words, not true or false; put quotes around it: \"true\""],
    ),
    (
        f"a: {{ask: {T}, choices: {{a: {{words: ['', null]}}}}, otherwise: end}}",
        ["5: step a: 'words' is empty; write words"],
    ),
    (
        f"a: {{ask: {T}, answer: date, min: 1, max: 2, otherwise: end}}",
        [
            "5: step a: 'min' fits only answer: number and answer: text; remove min",
            "5: step a: 'max' fits only answer: number and answer: text; remove max",
        ],
    ),
    (
        f"a: {{ask: {T}, answer: number, min: 5, max: 2, otherwise: end}}",
        ["5: step a: 'min' 5 is more than 'max' 2; swap them"],
    ),
    (
        f"a: {{ask: {T}, answer: text, min: 0, max: many, otherwise: end}}",
        ["5: step a: 'min' is 0; write a number from 1 to 1600", "5: step a: 'max' must be a whole number, not words"],
    ),
    (
        f"a: {{{ASK}, save: My answer}}",
        ["5: step a: 'My answer' is not a name; use small letters, digits and _, beginning with a letter"],
    ),
    (f"a: {{{ASK}, retry: {{times: 9, say: {T}}}}}", ["5: step a: 'times' is 9; write a number from 1 to 3"]),
    (f"a: {{{ASK}, retry: {{times: 1}}}}", ["5: step a: 'say' is missing; add say: ..."]),
    (f"a: {{{ASK}, timeout: {{after: soon}}}}", ["5: step a: 'go' is missing; add go: ..."]),
    (
        f"a: {{{ASK}, timeout: {{after: 0 days, go: end}}}}",
        ['5: step a: \'0 days\' is not a duration; write it like "30 minutes", "2 hours", "1 day" or "2 weeks"'],
    ),
    (
        f"a: {{ask: {T}, choices: {{a: {{words: ['?!', {'very ' * 9}long]}}}}, otherwise: end}}",
        [
            f"5: step a: '{word}' is never read as a choice; use a word, number or emoji of at most 40 characters"
            for word in ("?!", "very " * 9 + "long")
        ],
    ),
    # Targets
    (
        f"a: {{say: {T}, go: zzz}}\n  b: {{end: true}}",
        ["5: step a: there is no step 'zzz' to go to; name a step of this file, 'flow NAME' or 'end'"],
    ),
    (
        f"a: {{say: {T}, go: whree}}\n  where: {{end: true}}",
        ["5: step a: there is no step 'whree' to go to; did you mean 'where'?"],
    ),
    (f"a: {{say: {T}, go: check_in}}", ["5: step a: there is no step 'check_in' to go to; write 'flow check_in'"]),
    (
        f"a: {{say: {T}, go: flow chek_in}}",
        ["5: step a: there is no flow 'chek_in' to go to; did you mean 'check_in'?"],
    ),
    (f"a: {{say: {T}, go: flow zzz}}", ["5: step a: there is no flow 'zzz' to go to; flows: check_in, kit"]),
    (
        f"a: {{ask: {T}, choices: {{x: {{words: [1], go: gone}}}}, otherwise: away, "
        "timeout: {after: 1 day, go: lost}}",
        [
            f"5: step a: there is no step '{name}' to go to; name a step of this file, 'flow NAME' or 'end'"
            for name in ("gone", "away", "lost")
        ],
    ),
    (f"a: {{say: {T}, end: false}}", ["5: step a: 'end' is only ever true; remove it, or write end: true"]),
    (f"a: {{say: {T}, end: true, go: end}}", ["5: step a: 'end' stands beside 'go'; keep one of them"]),
    # Doing
    (f"a: {{consent: followups, say: {T}}}", ["5: step a: unknown consent 'followups'; did you mean 'follow_ups'?"]),
    (f"a: {{cadence: wekly, say: {T}}}", ["5: step a: unknown cadence 'wekly'; did you mean 'weekly'?"]),
    (f"a: {{cadence: {{saved: wish}}, say: {T}}}", ["5: step a: no step saves 'wish'; add 'save: wish' to a step"]),
    (f"a: {{cadence: {{}}, say: {T}}}", ["5: step a: 'saved' is missing; add saved: ..."]),
    (
        f"a: {{{ASK}, save: wish}}\n  b: {{cadence: {{saved: wish}}}}",
        ["6: step b: 'wish' is not saved by an answer: cadence; save it from answer: cadence"],
    ),
    (
        f"a: {{request: {{topic: kit}}, say: {T}}}",
        [
            "5: step a: unknown key 'topic'; known keys: ticket, level, include",
            "5: step a: 'ticket' is missing; add ticket: ...",
        ],
    ),
    (
        f"a: {{escalate: {{topic: kit, level: rde, include: [how]}}, say: {T}}}",
        [
            "5: step a: unknown level 'rde'; did you mean 'red'?",
            "5: step a: no step saves 'how'; add 'save: how' to a step",
        ],
    ),
    # Branches
    (
        "a: {when: [{go: end}]}",
        ["5: step a: a line of 'when' looks at one thing; write one of saved: ..., fact: ... and tag: ..."],
    ),
    (
        "a: {when: [{saved: x}]}",
        ["5: step a: 'go' is missing; add go: ...", "5: step a: no step saves 'x'; add 'save: x' to a step"],
    ),
    ('a: {when: [{fact: stafed, is: "yes", go: end}]}', ["5: step a: unknown fact 'stafed'; did you mean 'staffed'?"]),
    ("a: {when: [{fact: staffed, go: end}]}", ["5: step a: 'is' is missing beside fact 'staffed'; write is: yes"]),
    ("a: {when: [{fact: language, is: fr, go: end}]}", ["5: step a: fact 'language' is never 'fr'; one of: en, es"]),
    (
        "a: {when: [{fact: staffed, is: true, go: end}]}",
        ["5: step a: 'is' must be words, not true or false; put quotes around it: \"true\""],
    ),
    ("a: {when: go}", ["5: step a: 'when' must be a list of at least one, not words"]),
    ("a: {when: [go]}", ["5: step a: 'when' must be a map, not words"]),
    (
        f"a: {{{ASK}, save: how}}\n  b: {{when: [{{saved: how, is: zzz, go: end}}]}}",
        ["6: step b: the answer 'how' is never 'zzz'; one of: a, b"],
    ),
    # The order of the steps
    (
        f"a: {{say: {T}, go: b}}\n  b: {{say: {T}, go: a}}",
        [
            "5: step a: the steps go round without asking or waiting (a -> b -> a); "
            "let one of them ask or wait, or go somewhere else"
        ],
    ),
    (
        f"a: {{say: {T}, go: a}}",
        [
            "5: step a: the steps go round without asking or waiting (a -> a); "
            "let one of them ask or wait, or go somewhere else"
        ],
    ),
    (
        f"a: {{{ASK}}}\n  b: {{when: [{{fact: joined, is: no, go: d}}], {ASK}, go: d}}\n"
        f"  c: {{say: {T}, go: d}}\n  d: {{say: {T}, go: b}}",
        [
            "6: step b: the steps go round without asking or waiting (b -> d -> b); "
            "let one of them ask or wait, or go somewhere else",
            "7: step c: no step leads here; let a step go here, or remove this one",
        ],
    ),
    (
        f"a: {{say: {T}, end: true}}\n  b: {{say: {T}}}",
        ["6: step b: no step leads here; let a step go here, or remove this one"],
    ),
    (
        f"a: {{ask: {T}, choices: {{x: {{words: [1], go: c}}}}, otherwise: end}}\n  b: {{say: {T}}}\n  c: {{say: {T}}}",
        ["6: step b: no step leads here; let a step go here, or remove this one"],
    ),
    (
        f"a: {{ask: {T}, answer: text, save: where, otherwise: b}}\n"
        f"  b:\n    say: {{en: 'To {{{{ where }}}}', es: Hola}}",
        [
            "7: step b: 'where' may have no value here, because not every way to this step saves it; "
            "leave it out, or lead people without it to another step with 'when'"
        ],
    ),
    (
        "a:\n    ask: {en: 'Not {{ where }}?', es: Hola}\n    answer: text\n    save: where\n    otherwise: end\n"
        "    retry: {times: 1, say: {en: '{{ where }}', es: Hola}}",
        [
            "6: step a: 'where' may have no value here, because not every way to this step saves it; "
            "leave it out, or lead people without it to another step with 'when'",
            "10: step a: 'where' may have no value here, because not every way to this step saves it; "
            "leave it out, or lead people without it to another step with 'when'",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE_FILES)
def test_a_broken_file_is_explained(problems: Find, text: str, expected: list[str]) -> None:
    assert problems({"flows/kit.yaml": text}) == [f"flows/kit.yaml:{line}" for line in expected]


@pytest.mark.parametrize(("steps", "expected"), STEPS)
def test_a_broken_step_is_explained(problems: Find, steps: str, expected: list[str]) -> None:
    assert problems({"flows/kit.yaml": f"{HEAD}  {steps}\n"}) == [f"flows/kit.yaml:{line}" for line in expected]


@pytest.mark.parametrize(("words", "expected"), KEYWORDS)
def test_a_keyword_that_would_never_start_its_flow_is_explained(problems: Find, words: str, expected: str) -> None:
    kit = HEAD.replace("steps", f"keywords: {{en: {words}}}\nsteps") + "  a: {end: true}"
    check_in = (
        "flow: check_in\nabout: x\nexpires: 1 day\nunasked: true\nkeywords: {es: [Today]}\nsteps: {a: {end: true}}"
    )

    found = problems({"flows/kit.yaml": kit, "flows/check_in.yaml": check_in})

    assert found == [f"flows/kit.yaml:4: {expected}"]


def test_every_problem_of_every_file_comes_at_once_in_file_order(problems: Find) -> None:
    found = problems({"flows/b.yaml": "flow: b", "flows/a.yaml": HEAD, "templates/sms/more.yaml": "x: y"})

    assert [line.partition(" ")[0] for line in found] == [
        "flows/a.yaml:1:",
        "flows/a.yaml:4:",
        "flows/b.yaml:1:",
        "flows/b.yaml:1:",
        "flows/b.yaml:1:",
        "templates/sms/more.yaml:1:",
    ]


UNASKED = HEAD.replace("steps", "unasked: true\nsteps")
QUIET = "{en: Hi, es: Hola, quiet: {en: Hi, es: Hola}}"


def test_texts_that_can_arrive_unasked_need_quiet_words(problems: Find) -> None:
    steps = f"""\
  a: {{say: {QUIET}, when: [{{fact: staffed, is: no, go: c}}]}}
  b: {{ask: {T}, choices: {{x: {{words: [1]}}}}, otherwise: end, go: d}}
  c:
    say: {T}
    go: b
  d: {{say: {T}}}
"""
    fix = "add quiet: {en: ..., es: ...} that name no health matter"

    assert problems({"flows/kit.yaml": UNASKED + steps}) == [
        f"flows/kit.yaml:7: step b: 'ask' can arrive unasked and has no quiet words; {fix}",
        f"flows/kit.yaml:9: step c: 'say' can arrive unasked and has no quiet words; {fix}",
    ]


def test_a_flow_that_takes_over_unasked_has_to_be_unasked_itself(problems: Find) -> None:
    kit = UNASKED + f"  a: {{say: {QUIET}, go: flow other}}"
    other = HEAD.replace("kit", "other") + "  a: {end: true}"

    assert problems({"flows/kit.yaml": kit, "flows/other.yaml": other}) == [
        "flows/kit.yaml:6: step a: flow 'other' can start unasked from here and is not 'unasked: true'; "
        "add that to other.yaml, and quiet words to its first texts"
    ]
    assert problems({"flows/kit.yaml": kit.replace("other", "check_in")}) == []


def test_a_loop_across_flows_is_found(problems: Find) -> None:
    one = HEAD.replace("kit", "one") + f"  a: {{say: {T}}}\n  b: {{go: flow two}}"
    two = HEAD.replace("kit", "two") + f"  c: {{say: {T}, go: flow one}}"

    assert problems({"flows/one.yaml": one, "flows/two.yaml": two}) == [
        "flows/one.yaml:5: step a: the steps go round without asking or waiting (a -> b -> flow two: c -> a); "
        "let one of them ask or wait, or go somewhere else"
    ]


def test_a_way_into_a_flow_that_could_not_be_read_is_not_judged(problems: Find) -> None:
    kit = UNASKED + f"  a: {{say: {QUIET}, go: flow other}}"

    found = problems({"flows/kit.yaml": kit, "flows/other.yaml": HEAD.replace("kit", "other")})

    assert found == ["flows/other.yaml:4: 'steps' is empty; write a map"]


def test_a_flow_of_endless_length_is_refused_at_once(problems: Find) -> None:
    steps = "".join(f"  s{number}: {{go: s{number}}}\n" for number in range(600))

    assert problems({"flows/kit.yaml": HEAD + steps}) == [
        "flows/kit.yaml:4: the flow has 600 steps; split it; 500 are the most that can be checked"
    ]


def test_a_loop_in_which_somebody_is_asked_is_fine(problems: Find) -> None:
    assert problems({"flows/kit.yaml": HEAD + f"  a: {{{ASK}, go: b}}\n  b: {{say: {T}, go: a}}"}) == []


def test_the_order_of_steps_is_only_judged_when_the_steps_could_be_read(problems: Find) -> None:
    found = problems({"flows/kit.yaml": HEAD + f"  a: {{say: {T}, go: bee}}\n  b: {{say: {T}}}"})

    assert len(found) == 1


def test_an_answer_is_known_behind_a_branch_that_looks_for_it(problems: Find) -> None:
    steps = f"""\
  a: {{ask: {T}, answer: text, save: where, otherwise: b}}
  b: {{when: [{{saved: where, go: c}}], end: true}}
  c: {{say: {{en: "To {{{{ where }}}}", es: Hola}}}}
"""
    assert problems({"flows/kit.yaml": HEAD + steps}) == []


def test_yes_is_a_fair_answer_and_carrier_words_are_not(problems: Find) -> None:
    words = "[yes, stop, STOPALL, unsubscribe, cancel, end, quit, revoke, optout, help, info, start, unstop]"
    found = problems({"flows/kit.yaml": f"{HEAD}  a: {{ask: {T}, choices: {{x: {{words: {words}}}}}, otherwise: end}}"})

    assert len(found) == 12
    assert found[1] == (
        "flows/kit.yaml:5: step a: 'STOPALL' is answered by the carrier and never reaches a choice; choose another word"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Hi {% if x %}",
        "Hi {# x #}",
        "{{ name | upper }}",
        "{{ name() }}",
        "{{ name.x }}",
        "{{ name",
        "name }}",
        "{{ }}",
        "{{ 1 }}",
    ],
)
def test_only_plain_names_may_stand_in_a_text(problems: Find, words: str) -> None:
    steps = f"  a: {{say: {{en: '{words}', es: Hola}}}}"

    assert problems({"flows/kit.yaml": HEAD + steps}) == [
        "flows/kit.yaml:5: step a: only plain {{ name }} may stand in a text; "
        "remove tags, filters and calls; write {{ name }}"
    ]


@pytest.mark.parametrize("word", ["true", "none", "self", "not"])
def test_words_of_jinja_are_not_names(problems: Find, word: str) -> None:
    found = problems({"flows/kit.yaml": f"{HEAD}  a: {{say: {{en: '{{{{ {word} }}}}', es: Hola}}}}"})

    assert len(found) == 1
