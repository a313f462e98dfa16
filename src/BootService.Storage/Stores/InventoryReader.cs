using System.Collections.Immutable;
using System.Text.Json;
using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Protocols.Net;
using BootService.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BootService.Storage.Stores;

/// <summary>The tables as the changes that would have made them, what others refer to first.</summary>
internal static class InventoryReader
{
    public static async Task<List<Change>> ReadAsync(BootDb db, CancellationToken cancel)
    {
        // One reading transaction: every table as it is at one moment.
        await using var moment = await db.Database.BeginTransactionAsync(cancel);
        var changes = new List<Change>();
        await foreach (var row in db.Networks.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.NetworkSet(Network(row)));
        }

        await foreach (var row in db.Appliances.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.ApplianceSet(new Appliance(row.Name, row.LongName, row.Node, row.IsPublic)));
        }

        await foreach (var row in db.Pallets.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.PalletSet(Pallet(row)));
        }

        await ReadCartsAsync(db, changes, cancel);
        await ReadChoicesAsync(db, changes, cancel);
        await ReadHostsAsync(db, changes, cancel);
        await ReadAttributesAsync(db, changes, cancel);
        var newest = db.Attempts.Where(row => !db.Attempts.Any(later => later.Host == row.Host && later.Id > row.Id));
        await foreach (var row in newest.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.AttemptSet(Attempt(row)));
        }

        await foreach (var row in db.Tokens.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.TokenSet(new ApiToken(row.Name, row.Digest, row.Role, row.Made, row.Ends)));
        }

        await foreach (var counter in db.Counters.Where(row => row.Name == CounterRow.Attempt && row.Value > 0).AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.AttemptCounted(counter.Value));
        }

        return changes;
    }

    private static async Task ReadChoicesAsync(BootDb db, List<Change> changes, CancellationToken cancel)
    {
        await foreach (var row in db.BootEntries.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.BootEntrySet(new BootEntry(new BootEntryKey(row.Name, row.Os, row.Release), row.Start)
            {
                Kernel = row.Kernel,
                EfiKernel = row.EfiKernel,
                Ramdisk = row.Ramdisk,
                Args = row.Args,
            }));
        }

        await foreach (var row in db.Groups.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.GroupSet(row.Name));
        }
    }

    private static async Task ReadCartsAsync(BootDb db, List<Change> changes, CancellationToken cancel)
    {
        await foreach (var row in db.Carts.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.CartSet(new Cart(row.Name) { Boxes = Words(row.Boxes) }));
        }

        await foreach (var row in db.Boxes.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.BoxAdded(row.Name));
        }
    }

    private static async Task ReadHostsAsync(BootDb db, List<Change> changes, CancellationToken cancel)
    {
        var interfaces = (await db.Interfaces.OrderBy(row => row.Position).ToListAsync(cancel)).ToLookup(row => row.Host);
        await foreach (var row in db.Hosts.AsAsyncEnumerable().WithCancellation(cancel))
        {
            changes.Add(new Change.HostSet(new Host(row.Name, row.Appliance, row.Rack, row.Rank)
            {
                Action = row.Action,
                Os = row.Os,
                Environment = row.Environment,
                Box = row.Box,
                InstallAction = row.InstallAction,
                OsAction = row.OsAction,
                Comment = row.Comment,
                Groups = Words(row.Groups),
                Interfaces = [.. interfaces[row.Name].Select(nic => new HostInterface(nic.Name, nic.Mac, nic.Address, nic.Network, nic.IsDefault, nic.HostName))],
            }));
        }
    }

    private static async Task ReadAttributesAsync(BootDb db, List<Change> changes, CancellationToken cancel)
    {
        // Half a million rows have a few dozen different names: each is made once.
        var names = new Dictionary<string, AttributeName>(StringComparer.Ordinal);

        // Past EF, which takes two seconds for them. In the order of the key, so that all of an owner come together.
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = "SELECT scope, target, name, text, shadow, since FROM attributes ORDER BY scope, target, name";
        await using var row = await command.ExecuteReaderAsync(cancel);
        var owner = new AttributeOwner((AttributeScope)(-1), string.Empty);
        var word = string.Empty;
        while (row.Read())
        {
            var (scope, target, text) = (row.GetString(0), row.GetString(1), row.GetString(2));
            if (scope != word || target != owner.Target)
            {
                (word, owner) = (scope, new AttributeOwner(Enum.Parse<AttributeScope>(scope), target));
            }

            if (!names.TryGetValue(text, out var name))
            {
                names[text] = name = AttributeName.Parse(text, null);
            }

            changes.Add(new Change.AttributeWritten(owner, name, new AttributeValue(row.GetString(3), row.GetBoolean(4), new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero))));
        }
    }

    private static Network Network(NetworkRow row) => new(row.Name, new Ipv4Network(row.Address, row.Prefix))
    {
        Gateway = row.Gateway,
        Zone = row.Zone,
        Pxe = row.Pxe,
        Mtu = row.Mtu,
        PoolFirst = row.PoolFirst,
        PoolLast = row.PoolLast,
    };

    private static Pallet Pallet(PalletRow row) => new(new PalletKey(row.Name, row.Version, row.Os, row.Arch))
    {
        Release = row.Release,
        Kernel = row.Kernel,
        Initrd = row.Initrd,
        Boxes = Words(row.Boxes),
    };

    private static ImmutableArray<string> Words(string json) => json == "[]" ? [] : [.. JsonSerializer.Deserialize<string[]>(json) ?? []];

    private static InstallAttempt Attempt(AttemptRow row) => new(row.Id, row.Host, row.Secret, row.Armed, row.Allowed, row.Patience)
    {
        Pallet = new PalletKey(row.PalletName, row.PalletVersion, row.PalletOs, row.PalletArch),
        Image = new KernelImage(row.ImageKernel, row.ImageInitrd, row.ImageMajor, row.ImageArch),
        State = row.State,
        Handouts = row.Handouts,
        LastHandout = row.LastHandout,
        LastHeard = row.LastHeard,
        LastStep = row.LastStep,
        Why = row.Why,
        BoundTo = row.BoundTo,
        Log = row.Log,
    };
}
