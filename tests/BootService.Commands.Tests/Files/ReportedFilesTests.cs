using BootService.Commands.Hosts;
using BootService.Commands.Tests.Support;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Stores;
using BootService.Protocols.Net;
using CsCheck;

namespace BootService.Commands.Tests.Files;

/// <summary>Whatever hosts and attributes there are: what is reported of them loads into an empty frontend and gives the same appliance.</summary>
public sealed class ReportedFilesTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Among(
            "true", "NULL", "None", "default", "global", "auto", "#1", "=cmd|' /C calc'!A0", "=\"007\"", "+1", "@x", "a,b;c\td", "say \"hi\"", "\"",
            "two\nlines", "\r\n", "\r", " lead", "trail ", "\u00A0x\u00A0",
            "\uFEFFx", "ü€\U0001F600", "0", "-1", "target", "sep=;", "'"),
        Gen.String[Gen.Char[' ', '\u024F'], 1, 12].Where(text => text.All(letter => !char.IsControl(letter))));

    private static readonly Gen<string?> MaybeText = Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text));

    private static readonly Gen<string?> MaybeWord = Among(null, "lab", "prod-2", "x.y_z");

    private static readonly Gen<Place> Place = Among("0", "7", "12", "A12", "R-1").Select(word => Core.Hosts.Place.Parse(word));

    private static readonly Gen<HostInterface> Nic = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 4095], Options(), MaybeWord, Options(), Gen.Bool,
        (mac, ip, vlan, options, channel, module, isDefault) => new HostInterface(
            string.Empty, mac ? new MacAddress(0) : null, ip ? default(Ipv4) : null, null, isDefault, null)
        {
            Vlan = vlan is 0 or 4095 ? null : vlan,
            Options = options,
            Channel = channel,
            Module = module,
        });

    private static readonly Gen<(Host Host, HostInterface[] Nics)> Host = Gen.Select(
        Place, Place, MaybeWord, MaybeWord, Gen.Bool, MaybeText, MaybeWord.Array[0, 3], Nic.Array[0, 3],
        (rack, rank, environment, box, rescues, comment, groups, nics) => (
            new Host(default, "backend", rack, rank)
            {
                Environment = environment,
                Box = box ?? Core.Hosts.Host.DefaultBox,
                OsAction = rescues ? "rescue" : "os",
                InstallAction = rescues ? "install headless" : "install",
                Comment = comment ?? string.Empty,
                Groups = [.. groups.OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            },
            nics));

    private static readonly Gen<(int Owner, int Name, string Text)> Value = Gen.Select(
        Gen.Int[0, 6], Gen.Int[0, 4], Text, (owner, name, text) => (owner, name, text));

    private static readonly Gen<(int Owner, PartitionRow Row)> Row = Gen.Select(
        Gen.Int[0, 6], Among("sda", "smallest", "serial=S1"), Among("/", "/var"), Among("", "preserve", "--label=a b"),
        (owner, device, mount, options) => (owner, new PartitionRow(device, mount, "100", "xfs", options, null)));

    [Fact]
    public void What_is_reported_loads_into_an_empty_frontend_and_gives_the_same_appliance() =>
        Gen.Select(Host.Array[1, 6], Value.Array[0, 20], Row.Array[0, 3]).Sample(
        (hosts, values, rows) =>
        {
            using var full = new Bench(nodes: false);
            using var empty = new Bench(nodes: false);
            Fill(full, hosts, values, rows);
            string[] reports = ["hostfile", "attrfile", "storage partition"];
            var files = reports.Select(report => full.Type($"report {report}").Messages.Single()).ToArray();

            foreach (var (report, text) in reports.Zip(files))
            {
                empty.Files = empty.Files.SetItem(report, text);
                empty.Do([.. $"load {report}".Split(' '), $"file={report}"]);
            }

            Assert.Equal(full.Type("dump").Messages.Single(), empty.Type("dump").Messages.Single());
            Assert.Equal(files, reports.Select(report => empty.Type($"report {report}").Messages.Single()));
        },
        iter: 25,
        threads: 1);

    private static void Fill(
        Bench bench, (Host Host, HostInterface[] Nics)[] hosts, (int Owner, int Name, string Text)[] values, (int Owner, PartitionRow Row)[] rows)
    {
        Commit(bench, _ => hosts.SelectMany(host => host.Host.Groups).Distinct().Select(group => new Change.GroupSet(group)));
        for (var at = 0; at < hosts.Length; at++)
        {
            var host = hosts[at].Host with { Name = HostName.Parse($"n{at}") };
            Commit(bench, _ => [new Change.HostSet(host)]);
            for (var card = 0; card < hosts[at].Nics.Length; card++)
            {
                var nic = hosts[at].Nics[card];
                nic = nic with
                {
                    Name = $"eth{card}",
                    Mac = nic.Mac is null ? null : new MacAddress(0xFE54_0000_0000 + (ulong)(at * 10) + (ulong)card),
                    Address = nic.Address is null ? null : new Ipv4(0x0A01_0300 + (uint)(at * 10) + (uint)card),
                    HostName = card == 1 ? $"other{at}" : null,
                };
                Commit(bench, inventory => [new Change.HostSet(InterfaceRules.With(inventory, inventory.HostOf(host.Name)!, nic))]);
            }
        }

        AttributeOwner[] owners =
        [
            AttributeOwner.Global, new(AttributeScope.Os, "redhat"), new(AttributeScope.Appliance, "backend"), new(AttributeScope.Environment, "lab"),
            new(AttributeScope.Environment, "global"),
            AttributeOwner.Of(HostName.Parse("n0")), new(AttributeScope.Environment, "default"),
        ];
        Commit(bench, _ => values.Select(
            value => new Change.AttributeWritten(
                owners[value.Owner], AttributeName.Parse($"site.a{value.Name}"), new AttributeValue(value.Text, Shadow: false, bench.Time.GetUtcNow()))));
        Commit(bench, _ => rows.GroupBy(row => row.Owner)
            .Select(table => (owners[table.Key], Table: new DiskTable([.. table.Select(row => row.Row).DistinctBy(row => row.MountPoint)])))
            .Where(pair => !pair.Table.Faults().Any()).Select(pair => Storage.StorageTables.Set(pair.Item1, pair.Table, bench.Time.GetUtcNow())));
    }

    private static void Commit(Bench bench, Func<Inventory, IEnumerable<Change>> propose) =>
        bench.Appliance.CommitAsync(inventory => new Proposal<bool>(true, [.. propose(inventory)]), CancellationToken.None).GetAwaiter().GetResult();

    // Words of the kernel and of drivers, which are one line.
    private static Gen<string?> Options() => Among(null, "bonding-opts=\"mode=1 miimon=100\"", "dhcp", "a,b", "onboot=no noreport");

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
