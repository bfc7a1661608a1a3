#!/bin/bash
# Accounts are rows as well: made on one node, they are on all.
set -euo pipefail

[ "$(hostname)" = controller1 ] || exit 0

mariadb <<'SQL'
create database if not exists openstack;
create or replace user openstack@'%' identified by '{{dbPassword}}';
grant all on openstack.* to openstack@'%';
create or replace user clustercheck@localhost identified by '{{healthCheckPassword}}';
SQL
