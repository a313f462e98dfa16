using System.Collections.Immutable;
using BootService.Core.Boot;
using BootService.Core.Installs;
using BootService.Core.Inventories;

namespace BootService.Core.Stored;

/// <summary>Which texts an attempt installs from.</summary>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Name">Which of its files, as <see cref="Installers.AnswerFile.Name"/>.</param>
/// <param name="Text">The digest of what the installer reads, secrets and all.</param>
/// <param name="Masked">The digest of the same with masks for secrets; null in rows of older versions.</param>
public sealed record StoredKickstart(long Attempt, string Name, string Text, string? Masked);

/// <summary>A text that attempts install from, kept once however many do.</summary>
/// <param name="Digest">What it is named by: its content, or in rows of older versions its attempt.</param>
/// <param name="Base">The digest of the row whose octets come before these in one packed stream; null for none.</param>
/// <param name="IsPacked">Whether the octets are packed; UTF-8 as it is otherwise.</param>
/// <param name="Octets">The octets.</param>
public sealed record StoredText(string Digest, string? Base, bool IsPacked, ImmutableArray<byte> Octets);

/// <summary>The highest number ever given out of a kind: it outlives what had the number.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Value">The number.</param>
public sealed record StoredCounter(string Name, long Value)
{
    /// <summary>The numbers of install attempts.</summary>
    public const string Attempts = "attempt";

    /// <summary>No number: the row that is written anew where it is only tried whether anything can be written.</summary>
    public const string Trial = "trial";
}

/// <summary>Installs of hosts.</summary>
public static class InstallTables
{
    private static Table<KernelImage> Images { get; } = new Table<KernelImage>("images", new KernelImage(string.Empty, null, 0, string.Empty))
        .Column("kernel", Cells.Text, image => image.Kernel, (image, kernel) => image with { Kernel = kernel })
        .Column("initrd", Cells.MaybeText, image => image.Initrd, (image, initrd) => image with { Initrd = initrd })
        .Column("efi_kernel", Cells.MaybeText, image => image.EfiKernel, (image, kernel) => image with { EfiKernel = kernel })
        .Column("major", Cells.Whole, image => image.Major, (image, major) => image with { Major = major })
        .Column("arch", Cells.Text, image => image.Arch, (image, arch) => image with { Arch = arch })
        .Column("overlays", Cells.Words, image => image.Overlays, (image, overlays) => image with { Overlays = overlays });

    /// <summary>
    /// Install attempts. Of each host the newest are kept, and the very newest is part of the inventory. A number belongs to one host for good.
    /// </summary>
    public static Table<InstallAttempt> Attempts { get; } = new Table<InstallAttempt>(
            "attempts", new InstallAttempt(
                0, default, string.Empty, default, 0, default)
            { Pallet = default, Image = new KernelImage(string.Empty, null, 0, string.Empty) })
        .Key("id", Cells.Number, attempt => attempt.Id, (attempt, id) => attempt with { Id = id })
        .Column("host", Cells.HostName, attempt => attempt.Host, (attempt, host) => attempt with { Host = host }, isFixed: true)
        .Column("secret", Cells.Text, attempt => attempt.Secret, (attempt, secret) => attempt with { Secret = secret })
        .Column("armed", Cells.Time, attempt => attempt.Armed, (attempt, armed) => attempt with { Armed = armed })
        .Column("allowed", Cells.Whole, attempt => attempt.Allowed, (attempt, allowed) => attempt with { Allowed = allowed })
        .Column("patience", Cells.Duration, attempt => attempt.Patience, (attempt, patience) => attempt with { Patience = patience })
        .Inner("pallet_", SoftwareTables.PalletKeys, attempt => attempt.Pallet, (attempt, pallet) => attempt with { Pallet = pallet })
        .Inner("image_", Images, attempt => attempt.Image, (attempt, image) => attempt with { Image = image })
        .Column("state", Cells.Word<AttemptState>(), attempt => attempt.State, (attempt, state) => attempt with { State = state })
        .Column("handouts", Cells.Whole, attempt => attempt.Handouts, (attempt, handouts) => attempt with { Handouts = handouts })
        .Column("last_handout", Cells.Maybe(Cells.Time), attempt => attempt.LastHandout, (attempt, last) => attempt with { LastHandout = last })
        .Column("last_heard", Cells.Time, attempt => attempt.LastHeard, (attempt, last) => attempt with { LastHeard = last })
        .Column("last_step", Cells.Text, attempt => attempt.LastStep, (attempt, last) => attempt with { LastStep = last })
        .Column("why", Cells.MaybeText, attempt => attempt.Why, (attempt, why) => attempt with { Why = why })
        .Column("bound_to", Cells.Maybe(Cells.Address), attempt => attempt.BoundTo, (attempt, bound) => attempt with { BoundTo = bound })
        .Column("log", Cells.MaybeText, attempt => attempt.Log, (attempt, log) => attempt with { Log = log })
        .Index("host", "id").Unique("secret")
        .BelongsTo("host", HostTables.Hosts)
        .Newest(100, by: "id", of: "host")
        .As(attempt => new Change.AttemptSet(attempt));

    /// <summary>The texts. A trigger of the schema removes those that no attempt has any more, and the bases that no text has.</summary>
    public static Table<StoredText> Texts { get; } = new Table<StoredText>("texts", new StoredText(string.Empty, null, IsPacked: false, []))
        .Key("digest", Cells.Text, text => text.Digest, (text, digest) => text with { Digest = digest })
        .Column("base", Cells.MaybeText, text => text.Base, (text, of) => text with { Base = of })
        .Column("packed", Cells.Flag, text => text.IsPacked, (text, packed) => text with { IsPacked = packed })
        .Column("octets", Cells.Octets, text => text.Octets, (text, octets) => text with { Octets = octets })
        .Index("base")
        .NamedByContent();

    /// <summary>What installers read, kickstarts for most, as it was when their attempts were armed.</summary>
    public static Table<StoredKickstart> Kickstarts { get; } = new Table<StoredKickstart>(
        "kickstarts", new StoredKickstart(0, string.Empty, string.Empty, null))
        .Key("attempt", Cells.Number, kickstart => kickstart.Attempt, (kickstart, attempt) => kickstart with { Attempt = attempt })
        .Key("name", Cells.Text, kickstart => kickstart.Name, (kickstart, name) => kickstart with { Name = name })
        .Column("text", Cells.Text, kickstart => kickstart.Text, (kickstart, text) => kickstart with { Text = text })
        .Column("masked", Cells.MaybeText, kickstart => kickstart.Masked, (kickstart, masked) => kickstart with { Masked = masked })
        .Index("text").Index("masked")
        .BelongsTo("attempt", Attempts);

    /// <summary>Numbers that must not come round again.</summary>
    public static Table<StoredCounter> Counters { get; } = new Table<StoredCounter>("counters", new StoredCounter(string.Empty, 0))
        .Key("name", Cells.Text, counter => counter.Name, (counter, name) => counter with { Name = name })
        .Column("value", Cells.Number, counter => counter.Value, (counter, value) => counter with { Value = value }, onlyRises: true)
        .As(counter => counter is { Name: StoredCounter.Attempts, Value: > 0 } ? new Change.AttemptCounted(counter.Value) : null);
}
