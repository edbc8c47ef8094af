# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.

project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
local_folder="$project/.local"
# Files that another user's server has to read are made here.
umask 022

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

make_local_folder() {
    mkdir -p "$local_folder" 2>/dev/null || true
    [ -w "$local_folder" ] ||
        fail "Cannot write to $local_folder: run this as $(stat -c %U "$project"), whose it is."
}

# --- Packages of the system ---------------------------------------------------

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@"; }

# A fresh container has no package lists.
know_packages() {
    ! is_root || compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null || apt update
}

# The first of several package names that this release offers.
first_offered() {
    local package
    know_packages >&2
    for package; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            say "$package"
            return
        fi
    done
    say "$1"
}

install_packages() {
    command -v apt-get >/dev/null ||
        fail "Please install what Debian calls: $*"
    is_root || fail "Please install what is missing, then try again: sudo apt-get install $*"
    make_local_folder
    say "Installing $*"
    case " $* " in
        *" postgresql "*) without_debians_cluster install_now "$@" ;;
        *) install_now "$@" ;;
    esac
}

install_now() {
    local log="$local_folder/apt.log"
    apt install --no-install-recommends "$@" >"$log" 2>&1 ||
        { apt update && apt install --no-install-recommends "$@"; } >"$log" 2>&1 ||
        fail "Could not install $*: $(tail -n 3 "$log")"
}

# Debian's postgresql makes and starts a cluster of its own, which nobody here needs.
without_debians_cluster() {
    local settings=/etc/postgresql-common/createcluster.conf status=0
    install_now postgresql-common
    cp -p "$settings" "$settings.before-portal"
    say "create_main_cluster = false" >>"$settings"
    ("$@") || status=$?
    mv "$settings.before-portal" "$settings"
    [ "$status" -eq 0 ] || exit "$status"
}

# --- Private servers ----------------------------------------------------------

may_use_local_folder() { runuser -u "$1" -- test -r "$local_folder" -a -x "$local_folder"; }

# Elasticsearch and PostgreSQL refuse to run as root. So root runs them as the owner
# of their folder, which is a system user of ours unless somebody else began it.
prepare_server() {
    make_local_folder
    server_home="$local_folder/$1"
    server_user=$(id -un)
    if is_root; then
        server_user=$(stat -L -c %U "$server_home" 2>/dev/null || say root)
        [ "$server_user" != root ] || give_server_a_user
    fi
    mkdir -p "$server_home"
    server_home=$(cd -- "$server_home" && pwd -P)
    cd "$server_home" || exit
}

give_server_a_user() {
    server_user=portal-local
    id -u "$server_user" >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --home-dir /nonexistent \
            --shell /usr/sbin/nologin "$server_user"
    if ! may_use_local_folder "$server_user"; then
        # The project lies below a folder closed to others, such as /root.
        local elsewhere
        elsewhere="/var/lib/portal-local/$(basename "$server_home")-$(say "$project" | sha256sum | cut -c 1-12)"
        mkdir -p "$elsewhere"
        [ -L "$server_home" ] || rm -rf "$server_home"
        ln -sfn "$elsewhere" "$server_home"
    fi
    mkdir -p "$server_home"
    chown "$server_user:" "$server_home/."
}

as_server() {
    if is_root; then
        runuser -u "$server_user" -- "$@"
    else
        "$@"
    fi
}

# One start or stop at a time. What is started must not inherit the lock: 9>&-.
lock_server() {
    exec 9>"$local_folder/$1.lock"
    flock --wait 300 9 || fail "Another start or stop of $1 has been going on for five minutes."
}

# A number in a pid file may long belong to another process: its command line tells.
runs() {
    local pid=$1 mark=$2
    [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$mark"
}

await_end() {
    local pid=$1 tenths
    for ((tenths = 0; tenths < $2 * 10; tenths++)); do
        [ -d "/proc/$pid" ] || return 0
        sleep 0.1
    done
    return 1
}

# --- Servers for as long as somebody needs them -------------------------------

# What starts a server for its own time says so, and the last of them stops it;
# a server that a person started by hand stays until it is stopped by hand.
register() {
    local users="$local_folder/$1.users"
    mkdir -p "$users"
    : >"$users/$$"
}

remember_who_started() {
    local mark="$local_folder/$1.users/started-for-them"
    if [ "${2:-}" = for-users ]; then
        running || : >"$mark"
    else
        rm -f "$mark"
    fi
}

give_back() {
    local users="$local_folder/$1.users"
    [ -e "$users/$$" ] || return 0
    rm -f "$users/$$"
    "$project/ops/$1" stop for-users
}

# Asked by stop, under its lock, so that nobody can begin to use a server that is about to end.
is_wanted() {
    local users="$local_folder/$1.users" user
    [ "${2:-}" = for-users ] || return 1
    [ -e "$users/started-for-them" ] || return 0
    for user in "$users"/[0-9]*; do
        [ -e "$user" ] || continue
        [ ! -d "/proc/${user##*/}" ] || return 0
        rm -f "$user"
    done
    return 1
}

# --- The portal ---------------------------------------------------------------

compile_translations() {
    local po mo
    for po in "$project"/*/locale/*/LC_MESSAGES/*.po; do
        [ -e "$po" ] || continue
        mo="${po%.po}.mo"
        [ "$mo" -nt "$po" ] || { msgfmt --check-format -o "$mo.new" "$po" && mv "$mo.new" "$mo"; }
    done
}

use_elasticsearch() {
    if [ -z "${ELASTICSEARCH_URL:-}" ]; then
        register elasticsearch
        "$project/ops/elasticsearch" start for-users
        ELASTICSEARCH_URL=$("$project/ops/elasticsearch" url)
        export ELASTICSEARCH_URL
    fi
}

use_postgres() {
    if [ -z "${DATABASE_URL:-}" ]; then
        register postgres
        "$project/ops/postgres" start for-users
        DATABASE_URL=$("$project/ops/postgres" url)
        export DATABASE_URL
    fi
}

give_back_servers() {
    trap '' INT TERM
    give_back elasticsearch
    give_back postgres
}

# Both servers until this script ends, however it ends.
with_servers() {
    trap give_back_servers EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    use_elasticsearch
    use_postgres
}
