"""The numbers that compiler and machine agree on, and the words they stand for in a run's tables."""

from __future__ import annotations

from typing import Final

import numpy as np

NONE: Final = -1
NEVER: Final = int(np.iinfo(np.int64).max)
BEFORE_ALL: Final = int(np.iinfo(np.int64).min)

# What a node does on arrival.
CHOOSE: Final = 0
WAIT: Final = 1
WAIT_FOR: Final = 2
SPLIT_CUSTOMER: Final = 3
SPLIT_INSTANCE: Final = 4
SEND: Final = 5
SCORE: Final = 6
END: Final = 7
ENTER: Final = 8
SET: Final = 9
LIST: Final = 10
RECORD: Final = 11
VOUCHER: Final = 12
AUDIENCE: Final = 13
RECOMMEND: Final = 14

# What a token does next, where it does not leave through a port.
BLOCKED: Final = -1
GONE: Final = -2
AGAIN: Final = -3

# What a visit shows in place of a port.
STAYED: Final = -1
WAITING_THERE: Final = -2

# Ports by place: those of a wait_for and of a message.
HAPPENED: Final = 0
TIMED_OUT: Final = 1
OUT: Final = 0
NOT_SENT: Final = 1
NONE_LEFT: Final = 1
NOT_ADDED: Final = 1
NOTHING_FITS: Final = 1

# Steps of a condition's code.
RETURN: Final = 0
UNLESS: Final = 1
IF: Final = 2
NOT: Final = 3
CONSTANT: Final = 4
ATTRIBUTE: Final = 5
ATTRIBUTE_RECENT: Final = 6
ENTRY: Final = 7
ENTRY_RECENT: Final = 8
SCORE_TEST: Final = 9
IN_LIST: Final = 10
EVENTS: Final = 11
SEQUENCE: Final = 12
MESSAGE: Final = 13
LOCAL_TIME: Final = 14

# From where on an event condition looks.
EVER: Final = 0
SINCE_ENTRY: Final = 1
SINCE_ARRIVAL: Final = 2

# What an event condition measures.
COUNT: Final = 0
SUM: Final = 1
AVG: Final = 2
MIN: Final = 3
MAX: Final = 4
DISTINCT: Final = 5
DAYS_SINCE_LAST: Final = 6

# How a wait goes on after its duration.
UNTIL_NOTHING: Final = 0
UNTIL_INSTANT: Final = 1
UNTIL_WALL: Final = 2
UNTIL_TIME: Final = 3
UNTIL_ATTRIBUTE: Final = 4
UNTIL_BEST_TIME: Final = 5

# What a sleeping token waits for.
TIMER: Final = 0
EVENT: Final = 1
QUIET_END: Final = 2

# What a message can become, as bits, in the order of the words.
MESSAGE_STATES: Final = ("sent", "skipped", "delivered", "opened", "clicked", "bounced", "unsubscribed")
STATE_BIT: Final = {state: 1 << i for i, state in enumerate(MESSAGE_STATES)}
SENT_BIT: Final = 1
SKIPPED_BIT: Final = 2
DELIVERED_BIT: Final = 4
OPENED_BIT: Final = 8
CLICKED_BIT: Final = 16
BOUNCED_BIT: Final = 32
UNSUBSCRIBED_BIT: Final = 64
CONVERTED_BIT: Final = 128  # no state of a message; of the bits of what is drawn for it

# How a message was decided.
OUTCOMES: Final = ("sent", "no_address", "no_consent", "control", "quiet", "capped")
SENT: Final = 0
NO_ADDRESS: Final = 1
NO_CONSENT: Final = 2
CONTROL: Final = 3
QUIET: Final = 4
CAPPED: Final = 5
HELD: Final = 6

# How it was decided about an audience: one of the outcomes above, or done, in the words of what was to be done.
ADDED: Final = "added"
REMOVED: Final = "removed"

AD_CONSENT_BIT: Final = 1 << 40  # beside those of the channels

# The events that a message leaves in the history behind those of its outcomes, in the order of their rows.
REACTIONS: Final = ("delivered", "bounced", "opened", "clicked", "unsubscribed")
DELIVERED: Final = 6
BOUNCED: Final = 7
OPENED: Final = 8
CLICKED: Final = 9
UNSUBSCRIBED: Final = 10

# Which draw about a message is meant.
DRAWS_DELIVERY: Final = 1
DRAWS_OPENING: Final = 2
DRAWS_OPENING_DELAY: Final = 3
DRAWS_CLICK: Final = 4
DRAWS_CLICK_DELAY: Final = 5
DRAWS_UNSUBSCRIBING: Final = 6
DRAWS_CONVERSION: Final = 7
DRAWS_CONVERSION_DELAY: Final = 8
DRAWS_VALUE: Final = 9

# What a field's value is beside a row of `values`.
AS_RECORDED: Final = -1
DRAWN: Final = -2

# What quiet hours do to a message.
HOLD: Final = 0
SKIP: Final = 1
EXIT: Final = 2

# Why an instance ended.
END_REASONS: Final = (
    "waiting", "completed", "filtered", "exit_rule", "exit_node", "restarted", "step_limit", "quiet", "capped",
)  # fmt: skip
STILL_WAITING: Final = 0
COMPLETED: Final = 1
FILTERED: Final = 2
EXIT_RULE: Final = 3
EXIT_NODE: Final = 4
RESTARTED: Final = 5
STEP_LIMIT: Final = 6
ENDED_QUIET: Final = 7
ENDED_CAPPED: Final = 8

# When an exit rule that has fired acts, as bits of the moments at which it may; none: at once.
AT_ONCE: Final = 0
AT_NODE: Final = 1
AT_MESSAGE: Final = 2
LEAVING_WAIT: Final = 4

# Whether a customer may enter again.
ENTER_ONCE: Final = 0
AFTER_EXIT: Final = 1
CONCURRENT: Final = 2
RESTART: Final = 3

# What may run short; the caller makes it larger and resumes.
ENOUGH: Final = 0
SHORT_OF_INSTANCES: Final = 1
SHORT_OF_SLEEPERS: Final = 2
SHORT_OF_TIMERS: Final = 3
SHORT_OF_WAITERS: Final = 4
SHORT_OF_PENDING: Final = 5
SHORT_OF_LOG: Final = 6
SHORT_OF_SENT: Final = 7
SHORT_OF_RISES: Final = 8
SHORT_OF_REACTIONS: Final = 9
SHORT_OF_TABLES: Final = 10
SHORT_OF_FORKS: Final = 11

# The tables that the machine writes, by their places.
TABLES: Final = ("instances", "visits", "messages", "conversions", "scores", "actions", "recommendations")
INSTANCES: Final = 0
VISITS: Final = 1
MESSAGES: Final = 2
CONVERSIONS: Final = 3
SCORES: Final = 4
ACTIONS: Final = 5
RECOMMENDATIONS: Final = 6

# What a recommendation rests on, in the order of the words.
BASES: Final = ("next", "together", "popular")
POPULAR: Final = 2

# In the place of the first product of a list: nothing has enough support, so that popularity takes over.
NO_PAIRS: Final = -2

# Of which categories products are recommended, in the order of the words.
CATEGORIES: Final = ("any", "same", "other")
ANY_CATEGORY: Final = 0
SAME_CATEGORY: Final = 1

VISIT_LIMIT: Final = 10_000  # of one instance
INSTANCE_LIMIT: Final = 10_000  # of one customer in one scenario
REACTION_LIMIT: Final = 50_000  # of one customer; one whose message lets in again could go on for ever
