#!/opt/stack/bin/python

import stack.api
import os

sfile = open('/usr/etc/mesos/slaves', 'w+')
mfile  = open('/usr/etc/mesos/masters', 'w+')
masters = stack.api.Call('list.host.attr',['backend','attr=is_mesos_master'])
slaves = stack.api.Call('list.host.attr',['backend','attr=is_mesos_slave'])
for s in slaves:
    if s['value'] in [ 'True', 'true']:
        sfile.write('%s\n' % s['host'])
for m in masters:
    if m['value'] in [ 'True', 'true']:
        mfile.write('%s\n' % m['host'])
