using System.Text.Json;
using BootService.Core;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Hosts and their interfaces. One transaction may hand a card from one host to another, so all interfaces it touches are released before any is written.</summary>
internal sealed class HostWriter(SqliteConnection connection) : IDisposable
{
    private readonly Statement _set = Statement.Upsert(
        connection, "hosts", ["name"], ["appliance", "rack", "rank", "action", "os", "environment", "box", "install_action", "os_action", "comment", "groups"]);

    private readonly Statement _remove = Statement.Delete(connection, "hosts", "name");
    private readonly Statement _release = Statement.Delete(connection, "interfaces", "host");
    private readonly Statement _occupy = Statement.Insert(connection, "interfaces", "host", "name", "position", "mac", "address", "network", "is_default", "host_name");
    private readonly Statement _withMac = new(connection, "SELECT host FROM interfaces WHERE mac = @1", 1);
    private readonly Statement _withAddress = new(connection, "SELECT host FROM interfaces WHERE address = @1", 1);

    /// <summary>Takes the interfaces of every host that the changes set or remove out of their table.</summary>
    /// <returns>Those hosts as the changes leave them.</returns>
    public IReadOnlyCollection<Host> Release(SqliteTransaction transaction, IReadOnlyList<Change> changes)
    {
        var last = new Dictionary<HostName, Host?>();
        foreach (var change in changes)
        {
            switch (change)
            {
                case Change.HostSet { Host: var host }:
                    last[host.Name] = host;
                    break;
                case Change.HostRemoved { Name: var name }:
                    last[name] = null;
                    break;
            }
        }

        foreach (var name in last.Keys)
        {
            _release.Run(transaction, Columns.Of(name));
        }

        return [.. last.Values.OfType<Host>()];
    }

    public void Set(SqliteTransaction transaction, Host host) => _set.Run(
        transaction, Columns.Of(host.Name), host.Appliance, host.Rack, host.Rank, host.Action.ToString(), host.Os, host.Environment, host.Box, host.InstallAction, host.OsAction, host.Comment,
        host.Groups.IsEmpty ? "[]" : JsonSerializer.Serialize(host.Groups.AsSpan().ToArray()));

    public void Remove(SqliteTransaction transaction, HostName name) => _remove.Run(transaction, Columns.Of(name));

    /// <summary>Writes the interfaces of hosts that were released.</summary>
    /// <exception cref="RefusedException">Another host has the card or the address.</exception>
    public void Occupy(SqliteTransaction transaction, IReadOnlyCollection<Host> hosts)
    {
        foreach (var host in hosts)
        {
            for (var position = 0; position < host.Interfaces.Length; position++)
            {
                Occupy(transaction, host, position);
            }
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_set, _remove, _release, _occupy, _withMac, _withAddress])
        {
            statement.Dispose();
        }
    }

    private void Occupy(SqliteTransaction transaction, Host host, int position)
    {
        var nic = host.Interfaces[position];
        try
        {
            _occupy.Run(
                transaction, Columns.Of(host.Name), nic.Name, position, Columns.Of(nic.Mac), Columns.Of(nic.Address), nic.Network, nic.IsDefault, nic.HostName);
        }
        catch (SqliteException fault) when (SqliteFault.IsConstraint(fault))
        {
            throw Refusal(transaction, host, nic);
        }
    }

    private RefusedException Refusal(SqliteTransaction transaction, Host host, HostInterface nic)
    {
        if (nic.Mac is { } mac && _withMac.Ask(transaction, Columns.Of(mac)) is string holder)
        {
            return Taken(host, nic, $"hardware address {mac}", holder);
        }

        return nic.Address is { } address && _withAddress.Ask(transaction, Columns.Of(address)) is string neighbour
            ? Taken(host, nic, $"address {address}", neighbour)
            : new RefusedException($"{host.Name} has two interfaces named {nic.Name}: name one of them otherwise");
    }

    private static RefusedException Taken(Host host, HostInterface nic, string what, string holder) =>
        new($"the {what} of {host.Name}'s interface {nic.Name} already belongs to {holder}: remove it there first");
}
