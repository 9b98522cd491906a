#!/bin/sh
# ZooKeeper's command line client: zkCli.sh [-server HOST:PORT] [COMMAND ...]; CLIENT_JVMFLAGS go to Java.
set -eu
home=$(dirname "$(dirname "$(readlink -f "$0")")")
java=$home/runtime/bin/java
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# shellcheck disable=SC2086 # several options
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${CLIENT_JVMFLAGS:--Xmx128m} -Dzookeeper.smartstack.log=WARN \
  -cp "$home/conf:$home/lib/*" org.apache.zookeeper.ZooKeeperMain "$@"
