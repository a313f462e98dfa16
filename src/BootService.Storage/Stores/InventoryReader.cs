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
using Microsoft.Data.Sqlite;

namespace BootService.Storage.Stores;

/// <summary>The tables as the changes that would have made them, what others refer to first.</summary>
internal static class InventoryReader
{
    /// <exception cref="FormatException">A row is none of ours, as with the other exceptions of <see cref="Cells"/>.</exception>
    public static List<Change> Read(SqliteConnection db) =>
    [
        .. db.Ask("SELECT name, address, prefix, gateway, zone, pxe, mtu, pool_first, pool_last FROM networks", Network),
        .. db.Ask("SELECT name, long_name, node, is_public FROM appliances", Appliance),
        .. db.Ask("SELECT name, version, os, arch, release, kernel, initrd, boxes FROM pallets", Pallet),
        .. db.Ask("SELECT name, boxes FROM carts", Change (row) => new Change.CartSet(new Cart(row.Text(0)) { Boxes = Words(row.Text(1)) })),
        .. db.Ask("SELECT name FROM boxes", Change (row) => new Change.BoxAdded(row.Text(0))),
        .. db.Ask("SELECT name, os, release, start, kernel, efi_kernel, ramdisk, args FROM boot_entries", BootEntry),
        .. db.Ask("SELECT name FROM groups", Change (row) => new Change.GroupSet(row.Text(0))),
        .. Hosts(db),
        .. Attributes(db),
        .. db.Ask(
            """
            SELECT id, host, secret, armed, allowed, patience, pallet_name, pallet_version, pallet_os, pallet_arch, image_kernel, image_initrd, image_major, image_arch,
              state, handouts, last_handout, last_heard, last_step, why, bound_to, log
            FROM attempts
            WHERE NOT EXISTS (SELECT 1 FROM attempts AS later WHERE later.host = attempts.host AND later.id > attempts.id)
            """,
            Attempt),
        .. db.Ask("SELECT name, digest, role, made, ends FROM tokens", Token),
        .. db.Ask("SELECT value FROM counters WHERE name = @1 AND value > 0", Change (row) => new Change.AttemptCounted(row.Number(0)), CounterRow.Attempt),
    ];

    private static List<Change> Hosts(SqliteConnection db)
    {
        var interfaces = db
            .Ask(
                "SELECT host, name, mac, address, network, is_default, host_name FROM interfaces ORDER BY position",
                row => (Host: row.Text(0), Nic: new HostInterface(row.Text(1), row.MacOrNull(2), row.AddressOrNull(3), row.TextOrNull(4), row.Flag(5), row.TextOrNull(6))))
            .ToLookup(row => row.Host, row => row.Nic, StringComparer.Ordinal);
        return db.Ask(
            "SELECT name, appliance, rack, rank, action, os, environment, box, install_action, os_action, comment, groups FROM hosts",
            Change (row) => new Change.HostSet(new Host(row.Host(0), row.Text(1), row.Int(2), row.Int(3))
            {
                Action = row.Word<BootAction>(4),
                Os = row.Text(5),
                Environment = row.TextOrNull(6),
                Box = row.Text(7),
                InstallAction = row.Text(8),
                OsAction = row.Text(9),
                Comment = row.Text(10),
                Groups = Words(row.Text(11)),
                Interfaces = [.. interfaces[row.Text(0)]],
            }));
    }

    // Half a million rows have a few dozen different names: each is made once. In the order of the key, so that all of an owner come together.
    private static List<Change> Attributes(SqliteConnection db)
    {
        var names = new Dictionary<string, AttributeName>(StringComparer.Ordinal);
        var owner = new AttributeOwner((AttributeScope)(-1), string.Empty);
        var word = string.Empty;
        return db.Ask("SELECT scope, target, name, text, shadow, since FROM attributes ORDER BY scope, target, name", Change (row) =>
        {
            var (scope, target, text) = (row.Text(0), row.Text(1), row.Text(2));
            if (scope != word || target != owner.Target)
            {
                (word, owner) = (scope, new AttributeOwner(Enum.Parse<AttributeScope>(scope), target));
            }

            if (!names.TryGetValue(text, out var name))
            {
                names[text] = name = AttributeName.Parse(text, null);
            }

            return new Change.AttributeWritten(owner, name, new AttributeValue(row.Text(3), row.Flag(4), row.Time(5)));
        });
    }

    private static Change Network(SqliteDataReader row) => new Change.NetworkSet(new Network(row.Text(0), new Ipv4Network(row.Address(1), row.Int(2)))
    {
        Gateway = row.AddressOrNull(3),
        Zone = row.TextOrNull(4),
        Pxe = row.Flag(5),
        Mtu = row.Int(6),
        PoolFirst = row.AddressOrNull(7),
        PoolLast = row.AddressOrNull(8),
    });

    private static Change Appliance(SqliteDataReader row) => new Change.ApplianceSet(new Appliance(row.Text(0), row.Text(1), row.TextOrNull(2), row.Flag(3)));

    private static Change Pallet(SqliteDataReader row) => new Change.PalletSet(new Pallet(new PalletKey(row.Text(0), row.Text(1), row.Text(2), row.Text(3)))
    {
        Release = row.Text(4),
        Kernel = row.TextOrNull(5),
        Initrd = row.TextOrNull(6),
        Boxes = Words(row.Text(7)),
    });

    private static Change BootEntry(SqliteDataReader row) =>
        new Change.BootEntrySet(new BootEntry(new BootEntryKey(row.Text(0), row.Text(1), row.Int(2)), row.Word<BootStart>(3))
        {
            Kernel = row.TextOrNull(4),
            EfiKernel = row.TextOrNull(5),
            Ramdisk = row.TextOrNull(6),
            Args = row.Text(7),
        });

    private static Change Attempt(SqliteDataReader row) => new Change.AttemptSet(new InstallAttempt(row.Number(0), row.Host(1), row.Text(2), row.Time(3), row.Int(4), row.Duration(5))
    {
        Pallet = new PalletKey(row.Text(6), row.Text(7), row.Text(8), row.Text(9)),
        Image = new KernelImage(row.Text(10), row.TextOrNull(11), row.Int(12), row.Text(13)),
        State = row.Word<AttemptState>(14),
        Handouts = row.Int(15),
        LastHandout = row.TimeOrNull(16),
        LastHeard = row.Time(17),
        LastStep = row.Text(18),
        Why = row.TextOrNull(19),
        BoundTo = row.AddressOrNull(20),
        Log = row.TextOrNull(21),
    });

    private static Change Token(SqliteDataReader row) => new Change.TokenSet(new ApiToken(row.Text(0), row.Text(1), row.Word<TokenRole>(2), row.Time(3), row.TimeOrNull(4)));

    private static ImmutableArray<string> Words(string json) => json == "[]" ? [] : [.. JsonSerializer.Deserialize<string[]>(json) ?? []];
}
