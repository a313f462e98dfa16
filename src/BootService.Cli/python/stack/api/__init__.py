"""Runs commands of the network boot appliance.

    >>> import stack.api
    >>> stack.api.Call('list.host.attr', ['backend', 'attr=is_mesos_master'])
    [{'host': 'backend-0-0', 'scope': 'host', 'attr': 'is_mesos_master', 'value': 'true', 'source': 'H'}]

The program is "stack" of the PATH, or what the environment variable STACK names.
"""

import json
import os
import subprocess

_return_code = 0


def Call(cmd, args=None, format='json', sudo=False):
    """Runs a command and gives its answer.

    cmd     the words of the command with dots or blanks between them: 'list.host.attr'
    args    arguments and parameters, as they are typed: ['backend', 'attr=rack']
    format  kept for old scripts; rows come as dictionaries whatever it says
    sudo    whether to run it through sudo

    A list command gives its rows as dictionaries; any other command the lines it prints.
    A command that fails gives [], and ReturnCode() says how it failed.
    """
    global _return_code
    words = cmd.replace('.', ' ').split()
    line = (['sudo'] if sudo else []) + [os.environ.get('STACK', 'stack')] + words + [str(arg) for arg in args or []]
    listing = words[:1] == ['list']
    if listing:
        line = [word for word in line if not word.startswith('output-format=')] + ['output-format=json']
    run = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    _return_code = run.returncode
    output = run.stdout.decode('utf-8')
    if run.returncode != 0:
        return []
    return json.loads(output or '[]') if listing else output.splitlines()


def ReturnCode():
    """How the last Call ended: 0 done, 1 refused, 2 not understood."""
    return _return_code
