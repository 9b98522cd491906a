# Starts one member of a ZooKeeper ensemble. What it needs to know comes from the files beside it:
#   zoo.cfg   settings       members   who votes: what a member with an empty disk starts from
#   joiners   every possible member without a vote       founded   whether the ensemble ever had a quorum
# A member that was here before starts from what ZooKeeper itself wrote down at the last reconfiguration.
set -euo pipefail
umask 077

files=${SMARTSTACK_FILES:-/etc/zookeeper-smartstack}
data=${SMARTSTACK_DATA:-/data}
patience=${SMARTSTACK_PATIENCE:-30}
id=$((10#${POD_NAME##*-} + 1))
conf=$data/conf
cfg=$conf/zoo.cfg
empty=yes
if [ -s "$data/version-2/currentEpoch" ]; then empty=; fi

say() { echo "smartstack: member $id: $*"; }

# The file of the last reconfiguration: the greatest hexadecimal version that ends a name.
stored() {
  local file version best='' greatest=-1
  for file in "$cfg".dynamic.*; do
    version=${file##*.}
    if [[ $version =~ ^[0-9a-f]{1,15}$ ]] && [ $((16#$version)) -gt $greatest ]; then
      greatest=$((16#$version)) best=$file
    fi
  done
  echo "$best"
}

knows() { grep -q "^server\.$id=" "$1"; }

# Whether a member other than this one serves: $1 is its line.
serves() {
  local host=${1#*=} port=${1##*:}
  host=${host%%:*}
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1" && printf srvr >&3 && grep -q "^Mode: " <&3' "$host" "$port" 2>/dev/null
}

# A member that lost its disk must not vote before the others could tell it what it had agreed to:
# it waits for one that serves, and starts anew with the rest when in all that time nobody did.
wait_for_others() {
  local line until=$((SECONDS + patience))
  while [ $SECONDS -lt $until ]; do
    while read -r line; do
      if serves "$line"; then say "found a member that serves"; return; fi
    done < <(grep -v "^server\.$id=" "$files/members")
    sleep 1
  done
  say "nobody serves after $patience s: starting from an empty disk"
}

mkdir -p "$conf"
last=$(stored)
if [ -z "$last" ] || ! knows "$last"; then
  if knows "$files/members" && { [ -z "$last" ] || [ -n "$empty" ]; }; then
    say "starts as one of $(grep -c ^server "$files/members") members"
    cp "$files/members" "$conf/new"
    if [ -n "$empty" ] && [ "$(cat "$files/founded")" = true ] && [ "$(grep -c ^server "$files/members")" -gt 1 ]; then
      wait_for_others
    fi
  else
    say "starts without a vote"
    { grep -v "^server\.$id=" "$files/members" || true; grep "^server\.$id=" "$files/joiners"; } > "$conf/new"
  fi
  # In this order: whatever is left after a crash leads here again.
  mv "$conf/new" "$cfg.dynamic.0"
  for file in "$cfg".dynamic.*; do
    if [ "$file" != "$cfg.dynamic.0" ]; then rm -f "$file"; fi
  done
  last=$cfg.dynamic.0
fi

echo "$id" > "$data/myid"
{
  cat "$files/zoo.cfg"
  echo "dataDir=$data"
  echo "dynamicConfigFile=$last"
  if [ -n "${ZOO_SUPER_DIGEST:-}" ]; then echo "DigestAuthenticationProvider.superDigest=$ZOO_SUPER_DIGEST"; fi
} > "$cfg.new"
mv "$cfg.new" "$cfg"
unset ZOO_SUPER_DIGEST

PATH=$PATH:/opt/zookeeper/bin:/apache-zookeeper/bin
cd "$data"
exec zkServer.sh start-foreground "$cfg"
