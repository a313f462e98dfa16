using System.Collections.Immutable;
using System.Text.Json;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>Puts changes into the tables, by prepared statements: EF's change tracking would read each row first, and takes seconds for ten thousand attributes.</summary>
internal sealed class ChangeWriter(SqliteConnection connection) : IDisposable
{
    private readonly HostWriter _hosts = new(connection);
    private readonly AttemptWriter _attempts = new(connection);
    private readonly AuditWriter _audit = new(connection);
    private readonly Statement _setNetwork = Statement.Upsert(connection, "networks", ["name"], ["address", "prefix", "gateway", "zone", "pxe", "mtu", "pool_first", "pool_last"]);
    private readonly Statement _removeNetwork = Statement.Delete(connection, "networks", "name");
    private readonly Statement _setAppliance = Statement.Upsert(connection, "appliances", ["name"], ["long_name", "node", "is_public"]);
    private readonly Statement _removeAppliance = Statement.Delete(connection, "appliances", "name");
    private readonly Statement _setPallet = Statement.Upsert(connection, "pallets", ["name", "version", "os", "arch"], ["release", "kernel", "initrd", "boxes"]);
    private readonly Statement _removePallet = Statement.Delete(connection, "pallets", "name", "version", "os", "arch");
    private readonly Statement _setBootEntry = Statement.Upsert(connection, "boot_entries", ["name", "os", "release"], ["start", "kernel", "efi_kernel", "ramdisk", "args"]);
    private readonly Statement _removeBootEntry = Statement.Delete(connection, "boot_entries", "name", "os", "release");
    private readonly Statement _setGroup = new(connection, "INSERT INTO groups (name) VALUES (@1) ON CONFLICT (name) DO NOTHING", 1);
    private readonly Statement _removeGroup = Statement.Delete(connection, "groups", "name");
    private readonly Statement _setCart = Statement.Upsert(connection, "carts", ["name"], ["boxes"]);
    private readonly Statement _removeCart = Statement.Delete(connection, "carts", "name");
    private readonly Statement _addBox = Statement.Upsert(connection, "boxes", ["name"], []);
    private readonly Statement _removeBox = Statement.Delete(connection, "boxes", "name");
    private readonly Statement _setToken = Statement.Upsert(connection, "tokens", ["name"], ["digest", "role", "made", "ends"]);
    private readonly Statement _removeToken = Statement.Delete(connection, "tokens", "name");
    private readonly Statement _writeAttribute = Statement.Upsert(connection, "attributes", ["scope", "target", "name"], ["text", "shadow", "since"]);
    private readonly Statement _removeAttribute = Statement.Delete(connection, "attributes", "scope", "target", "name");
    private readonly Statement _removeAttributes = Statement.Delete(connection, "attributes", "scope", "target");

    /// <exception cref="Core.RefusedException">A rule of the schema forbids it: a card or an address that two hosts would have.</exception>
    public void Write(SqliteTransaction transaction, IReadOnlyList<Change> changes)
    {
        var interfaces = _hosts.Release(transaction, changes);
        foreach (var change in changes)
        {
            Write(transaction, change);
        }

        _hosts.Occupy(transaction, interfaces);
    }

    public void Dispose()
    {
        _hosts.Dispose();
        _attempts.Dispose();
        _audit.Dispose();
        foreach (var statement in (Statement[])
        [
            _setNetwork, _removeNetwork, _setAppliance, _removeAppliance, _setPallet, _removePallet, _setCart, _removeCart, _addBox, _removeBox, _setBootEntry, _removeBootEntry, _setGroup, _removeGroup,
            _setToken, _removeToken, _writeAttribute, _removeAttribute, _removeAttributes,
        ])
        {
            statement.Dispose();
        }
    }

    private void Write(SqliteTransaction transaction, Change change)
    {
        switch (change)
        {
            case Change.HostSet { Host: var host }:
                _hosts.Set(transaction, host);
                break;
            case Change.HostRemoved { Name: var name }:
                _hosts.Remove(transaction, name);
                Forget(transaction, AttributeOwner.Of(name));
                break;
            case Change.AttributeWritten { Owner: var owner, Name: var name, Value: var value }:
                _writeAttribute.Run(transaction, owner.Scope.ToString(), owner.Target, name.ToString(), value.Text, value.Shadow, Columns.Of(value.Since));
                break;
            case Change.AttributeRemoved { Owner: var owner, Name: var name }:
                _removeAttribute.Run(transaction, owner.Scope.ToString(), owner.Target, name.ToString());
                break;
            case Change.AttemptSet { Attempt: var attempt, Profile: var profile }:
                _attempts.Set(transaction, attempt, profile);
                break;
            case Change.AttemptCounted { Last: var last }:
                _attempts.Count(transaction, last);
                break;
            case Change.Audited { Record: var record }:
                _audit.Write(transaction, record);
                break;
            default:
                WriteSurroundings(transaction, change);
                break;
        }
    }

    private void WriteSurroundings(SqliteTransaction transaction, Change change)
    {
        switch (change)
        {
            case Change.NetworkSet { Network: var network }:
                _setNetwork.Run(
                    transaction, network.Name, Columns.Of(network.Subnet.Address), network.Subnet.Prefix, Columns.Of(network.Gateway), network.Zone, network.Pxe, network.Mtu,
                    Columns.Of(network.PoolFirst), Columns.Of(network.PoolLast));
                break;
            case Change.NetworkRemoved { Name: var name }:
                _removeNetwork.Run(transaction, name);
                break;
            case Change.ApplianceSet { Appliance: var appliance }:
                _setAppliance.Run(transaction, appliance.Name, appliance.LongName, appliance.Node, appliance.IsPublic);
                break;
            case Change.ApplianceRemoved { Name: var name }:
                _removeAppliance.Run(transaction, name);
                Forget(transaction, new AttributeOwner(AttributeScope.Appliance, name));
                break;
            default:
                WriteSoftware(transaction, change);
                break;
        }
    }

    private void WriteSoftware(SqliteTransaction transaction, Change change)
    {
        switch (change)
        {
            case Change.PalletSet { Pallet: var pallet }:
                _setPallet.Run(
                    transaction, pallet.Key.Name, pallet.Key.Version, pallet.Key.Os, pallet.Key.Arch, pallet.Release, pallet.Kernel, pallet.Initrd,
                    Json(pallet.Boxes));
                break;
            case Change.PalletRemoved { Key: var key }:
                _removePallet.Run(transaction, key.Name, key.Version, key.Os, key.Arch);
                break;
            case Change.CartSet { Cart: var cart }:
                _setCart.Run(transaction, cart.Name, Json(cart.Boxes));
                break;
            case Change.CartRemoved { Name: var name }:
                _removeCart.Run(transaction, name);
                break;
            case Change.BoxAdded { Name: var name }:
                _addBox.Run(transaction, name);
                break;
            case Change.BoxRemoved { Name: var name }:
                _removeBox.Run(transaction, name);
                break;
            case Change.TokenSet { Token: var token }:
                _setToken.Run(transaction, token.Name, token.Digest, token.Role.ToString(), Columns.Of(token.Made), Columns.Of(token.Ends));
                break;
            case Change.TokenRemoved { Name: var name }:
                _removeToken.Run(transaction, name);
                break;
            default:
                WriteChoice(transaction, change);
                break;
        }
    }

    private void WriteChoice(SqliteTransaction transaction, Change change)
    {
        switch (change)
        {
            case Change.BootEntrySet { Entry: var entry }:
                _setBootEntry.Run(transaction, entry.Key.Name, entry.Key.Os, entry.Key.Release, entry.Start.ToString(), entry.Kernel, entry.EfiKernel, entry.Ramdisk, entry.Args);
                break;
            case Change.BootEntryRemoved { Key: var key }:
                _removeBootEntry.Run(transaction, key.Name, key.Os, key.Release);
                break;
            case Change.GroupSet { Name: var name }:
                _setGroup.Run(transaction, name);
                break;
            case Change.GroupRemoved { Name: var name }:
                _removeGroup.Run(transaction, name);
                break;
            case Change.PowerSwitched or Change.FrontendKeysRead:
                // The log of changes, which comes with it, is all that is kept.
                break;
            default:
                throw new InvalidOperationException($"{change.GetType().Name} has no table");
        }
    }

    private static string Json(ImmutableArray<string> names) => JsonSerializer.Serialize(names.AsSpan().ToArray());

    private void Forget(SqliteTransaction transaction, AttributeOwner owner) => _removeAttributes.Run(transaction, owner.Scope.ToString(), owner.Target);
}
