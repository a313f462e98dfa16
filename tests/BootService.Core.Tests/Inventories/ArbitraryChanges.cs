using BootService.Core.Access;
using BootService.Core.Attributes;
using BootService.Core.Audits;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Power;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;
using CsCheck;

namespace BootService.Core.Tests.Inventories;

/// <summary>Changes as they could come, from few enough names that they collide often.</summary>
internal static class ArbitraryChanges
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Among(string.Empty, "true", "a\nb", "'; DROP TABLE hosts; --", "ü\u0001€\U0001F600", " spaces "),
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 40]);

    private static readonly Gen<string?> MaybeText = Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text));

    private static readonly Gen<HostName> Name = Gen.Int[0, 5].Select(NameOf);

    private static readonly Gen<DateTimeOffset> Time = Gen.Long[0, TimeSpan.FromDays(3650).Ticks].Select(Gen.Int[-12, 12], (ticks, hours) =>
        new DateTimeOffset(new DateTime(2020, 1, 1), TimeSpan.Zero).AddTicks(ticks).ToOffset(TimeSpan.FromHours(hours)));

    private static readonly Gen<Ipv4?> MaybeAddress = Gen.OneOf(Gen.Const((Ipv4?)null), Gen.UInt.Select(value => (Ipv4?)new Ipv4(value)));

    private static readonly Gen<string> Word = Among("private", "backend", "frontend", "CentOS", "redhat");

    private static readonly Gen<PalletKey> Key = Gen.Select(
        Word, Among("6.6", "10"), Word, Word, (name, version, os, arch) => new PalletKey(name, version, os, arch));

    private static readonly Gen<BootEntryKey> EntryKey = Gen.Select(
        Among("install", "rescue", "mine"), Among("", "redhat"), Among(0, 6), (name, os, release) => new BootEntryKey(name, os, release));

    private static readonly Gen<BootEntry> BootEntry = Gen.Select(
        EntryKey, Gen.Enum<BootStart>(), MaybeText, MaybeText, Text, (key, start, kernel, other, args) =>
        new BootEntry(key, start) { Kernel = kernel, EfiKernel = other, Ramdisk = kernel, Args = args });

    private static readonly Gen<HostInterface> Nic = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 12], MaybeText, Gen.Bool, MaybeText, Gen.Bool,
        (mac, address, network, isDefault, name, withMac) => new HostInterface(
            string.Empty, withMac ? new MacAddress((isDefault ? 0xF452_1403_0000_0000 : 0xFE54_0000_0000) + (ulong)mac) : null,
            address == 12 ? null : new Ipv4(0xFFFF_FF00 + (uint)address), network, isDefault, name)
        {
            Vlan = isDefault ? mac + 1 : null,
            Options = name,
            Channel = network,
            Module = withMac ? name : null,
        });

    private static readonly Gen<Host> Host = Gen.Select(
        Name, Word, Gen.Int[0, 9], Gen.Enum<BootAction>(), Text, MaybeText, Text, Nic.Array[0, 3],
        (name, appliance, place, action, os, environment, comment, nics) => new Host(name, appliance, place, place * 7)
        {
            Action = action,
            Os = os,
            Environment = environment,
            Box = os + "box",
            InstallAction = comment + "i",
            OsAction = comment + "o",
            Comment = comment,
            Groups = environment is null ? [] : [environment, comment],
            Interfaces = [.. nics.Select((nic, at) => nic with { Name = $"eth{10 - at}" })],
        });

    private static readonly Gen<InstallAttempt> Attempt = Gen.Select(
        Gen.Int[1, 12], Name, Time, Key, Gen.Enum<AttemptState>(), Time, MaybeText, MaybeAddress,
        (id, host, time, pallet, state, later, why, bound) => new InstallAttempt(id, host, $"secret-{id}", time, id, TimeSpan.FromTicks(id * 12345))
        {
            Pallet = pallet,
            Image = new KernelImage(pallet.Folder, why, id, pallet.Arch) { EfiKernel = why, Overlays = why is null ? [] : [why, "b"] },
            State = state,
            Handouts = id,
            LastHandout = bound is null ? null : later,
            LastHeard = later,
            LastStep = why ?? "step",
            Why = why,
            Log = why,
            BoundTo = bound,
        });

    private static readonly Gen<AttributeValue?> MaybeValue = Gen.Select(
        MaybeText, Gen.Bool, Time, (text, shadow, since) => text is null ? null : new AttributeValue(text, shadow, since));

    /// <summary>Every owner that attributes are written on.</summary>
    public static IReadOnlyList<AttributeOwner> Owners { get; } =
    [
        AttributeOwner.Global,
        new(AttributeScope.Os, "redhat"),
        new(AttributeScope.Appliance, "backend"),
        new(AttributeScope.Environment, "backend"),
        .. Enumerable.Range(0, 6).Select(number => AttributeOwner.Of(NameOf(number))),
    ];

    private static readonly Gen<UndoStep> Step = Gen.OneOf(
        Gen.Select(Host, Host, Gen.Int[0, 2], (one, other, which) =>
            (UndoStep)new UndoStep.OfHost(one.Name, which == 0 ? null : one, which == 1 ? null : other with { Name = one.Name })),
        Gen.Select(Gen.Int[0, 9], MaybeValue, MaybeValue, (owner, old, now) =>
            (UndoStep)new UndoStep.OfAttributes(Owners[owner], [new(AttributeName.Parse("a.b-c"), old, now), new(AttributeName.Parse("z"), now, old)])));

    /// <summary>What a log says of a change.</summary>
    public static Gen<AuditRecord> Record { get; } = Gen.Select(Time, Text, MaybeText, Step.Array[1, 4], (at, name, text, steps) =>
        new AuditRecord(
            at, new Author(name, "socket") { Uid = 4_000_000_000, Command = name }, [new AuditLine("host backend-0-0", "rack", text, name)], [.. steps]));

    /// <summary>One change, not yet held against any rule.</summary>
    public static Gen<Change> Any { get; } = Gen.OneOf(
        Gen.Select(Word, Gen.UInt, Gen.Int[0, 32], MaybeAddress, MaybeAddress, MaybeText, Gen.Bool, Network)
            .Select(network => (Change)new Change.NetworkSet(network)),
        Word.Select(name => (Change)new Change.NetworkRemoved(name)),
        Gen.Select(Word, Text, MaybeText, Gen.Bool, (name, text, node, open) => (Change)new Change.ApplianceSet(new Appliance(name, text, node, open))),
        Word.Select(name => (Change)new Change.ApplianceRemoved(name)),
        Host.Select(host => (Change)new Change.HostSet(host)),
        Host.Select(host => (Change)new Change.HostSet(host)),
        Name.Select(name => (Change)new Change.HostRemoved(name)),
        Gen.Select(Among(Owners.ToArray()), Among("a", "B", "mesos_cluster_name"), Text, Gen.Bool, Time,
            (owner, name, text, shadow, since) => (Change)new Change.AttributeWritten(
                owner, AttributeName.Parse(name), new AttributeValue(text, shadow, since))),
        Gen.Select(Among(Owners.ToArray()), Among("a", "B"), (owner, name) => (Change)new Change.AttributeRemoved(owner, AttributeName.Parse(name))),
        Gen.Select(Key, Text, MaybeText, MaybeText, Word.Array[0, 3],
            (key, release, kernel, initrd, boxes) => (Change)new Change.PalletSet(
                new Pallet(key) { Release = release, Kernel = kernel, Initrd = initrd, Overlays = [.. boxes], Boxes = [.. boxes] })),
        Key.Select(key => (Change)new Change.PalletRemoved(key)),
        BootEntry.Select(entry => (Change)new Change.BootEntrySet(entry)),
        EntryKey.Select(key => (Change)new Change.BootEntryRemoved(key)),
        Word.Select(name => (Change)new Change.GroupSet(name)),
        Word.Select(name => (Change)new Change.GroupRemoved(name)),
        Gen.Select(Word, Word.Array[0, 3], (name, boxes) => (Change)new Change.CartSet(new Cart(name) { Boxes = [.. boxes] })),
        Word.Select(name => (Change)new Change.CartRemoved(name)),
        Word.Select(name => (Change)new Change.BoxAdded(name)),
        Word.Select(name => (Change)new Change.BoxRemoved(name)),
        Word.Select(name => (Change)new Change.EnvironmentAdded(name)),
        Word.Select(name => (Change)new Change.EnvironmentRemoved(name)),
        Gen.Select(Word, Text, Gen.Enum<TokenRole>(), Time, Gen.Bool,
            (name, digest, role, made, ends) => (Change)new Change.TokenSet(
                new ApiToken(name, digest, role, made, ends ? made : null) { Scope = HostScope.Of(ends ? "default" : null, null, ends ? "1,0" : null) })),
        Word.Select(name => (Change)new Change.TokenRemoved(name)),
        Gen.Select(Word, Text, Text, Time,
            (name, url, secret, made) => (Change)new Change.WebhookSet(new Webhook(name, url, secret, made) { Types = WebhookTypes.Failed })),
        Word.Select(name => (Change)new Change.WebhookRemoved(name)),
        Gen.Select(Word, Word, Time, Text,
            (name, id, made, body) => (Change)new Change.DeliverySet(new WebhookDelivery(new DeliveryKey(name, id), "frontend", made, body))),
        Gen.Select(Word, Word, (name, id) => (Change)new Change.DeliveryEnded(new DeliveryKey(name, id))),
        Gen.Select(Name, Gen.Enum<PowerCommand>(), (name, command) => (Change)new Change.PowerSwitched(name, command)),
        MaybeText.Select(keys => (Change)new Change.FrontendKeysRead(keys)),
        Gen.Long[1, 12].Select(last => (Change)new Change.AttemptCounted(last)),
        Gen.Select(
            Attempt, MaybeText, (
                attempt, kickstart) => (Change)new Change.AttemptSet(
                    attempt, kickstart is null ? default(FrozenProfile?) : new FrozenProfile(kickstart, kickstart))));

    /// <summary>The change as the rules of the verbs would let it through in this state; null when they would not.</summary>
    public static Change? Lawful(Inventory inventory, Change change) => change switch
    {
        Change.HostSet { Host: var host } =>
            new Change.HostSet(host with { Interfaces = [.. host.Interfaces.Where((nic, at) => IsFree(inventory, host, nic, at))] }),
        Change.AttemptSet { Attempt: var attempt } =>
            inventory.HostOf(attempt.Host) is null
                || inventory.Attempts.Values.Any(other => other.Id >= attempt.Id && !(other.Id == attempt.Id && other.Host == attempt.Host)) ? null : change,
        Change.DeliverySet { Delivery.Key.Webhook: var name } => inventory.Webhooks.ContainsKey(name) ? change : null,
        _ => change,
    };

    /// <summary>The change with groups of hosts called as verbs let them be.</summary>
    public static Change WithWords(Change change) => change is Change.HostSet { Host: var host }
        ? new Change.HostSet(host with { Groups = host.Groups.IsEmpty ? [] : [host.Appliance] })
        : change;

    private static HostName NameOf(int number) => HostName.Parse($"backend-{number / 100}-{number % 100}");

    private static bool IsFree(Inventory inventory, Host host, HostInterface nic, int at) =>
        (nic.Mac is not { } mac || ((inventory.HostOf(mac)?.Name ?? host.Name) == host.Name && host.Interfaces.Take(at).All(other => other.Mac != mac)))
        && (nic.Address is not { } address
            || ((inventory.HostOf(address)?.Name ?? host.Name) == host.Name && host.Interfaces.Take(at).All(other => other.Address != address)));

    private static Network Network(string name, uint address, int prefix, Ipv4? gateway, Ipv4? pool, string? zone, bool pxe) =>
        new(name, new Ipv4Network(new Ipv4(address), prefix))
        {
            Gateway = gateway,
            Zone = zone,
            Pxe = pxe,
            Mtu = prefix + 1400,
            PoolFirst = pool,
            PoolLast = pool,
        };

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
