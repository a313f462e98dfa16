using BootService.Core.Attributes;

namespace BootService.Core.Disks;

/// <summary>What an install does to the disks of a host, before it is put into an installer's words.</summary>
/// <param name="Table">The storage table; empty for the usual layout on one disk.</param>
/// <param name="System">The disk of the system where there is no table.</param>
public sealed record DiskPlan(DiskTable Table, DiskWord System)
{
    /// <summary>The attribute with the disk of the system.</summary>
    public const string SystemAttribute = "boot_device";

    /// <summary>The attribute with lines of the installer's own in place of a layout.</summary>
    public const string RawAttribute = "partitions";

    /// <summary>The attribute that says which disks are wiped.</summary>
    public const string NukeAttribute = "nukedisks";

    /// <summary>The attribute that asks for RAID controllers to be configured anew.</summary>
    public const string ControllerAttribute = "nukecontroller";

    /// <summary>The usual layout on the smallest disk; nothing else is touched.</summary>
    public static DiskPlan Usual { get; } = new(DiskTable.Empty, DiskWord.Smallest);

    /// <summary>The installer's own lines for the disk of the system; null for its usual layout.</summary>
    public string? RawLines { get; init; }

    /// <summary>Whether every disk of the machine is wiped.</summary>
    public bool NukesAll { get; init; }

    /// <summary>How RAID controllers are configured first; null when they are left alone.</summary>
    public ControllerPlan? Controllers { get; init; }

    /// <summary>The sentence on controllers for installers in which nothing configures them.</summary>
    internal static string NoControllers(string system) => $"attribute {ControllerAttribute} is set, and RAID controllers are configured by the installers of "
        + $"Enterprise Linux only, while this host installs {system}: set it to false";

    /// <summary>The plan that a host's attributes describe.</summary>
    /// <exception cref="RefusedException">It cannot be; the sentence says why, and how many more reasons there are.</exception>
    public static DiskPlan Of(Func<string, string?> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var table = attributes(DiskTable.Attribute) is { Length: > 0 } text ? DiskTable.Parse(text) : DiskTable.Empty;
        if (table.Faults().ToArray() is { Length: > 0 } faults)
        {
            throw new RefusedException($"attribute {DiskTable.Attribute}, row {faults[0].Row + 1}: "
                + $"{faults[0].Sentence}{(faults.Length > 1 ? $" (and {faults.Length - 1} more)" : "")}");
        }

        var system = attributes(SystemAttribute)?.Trim() is { Length: > 0 } word ? new DiskWord(word) : DiskWord.Smallest;
        if (system.WhyNot() is { } why)
        {
            throw new RefusedException($"attribute {SystemAttribute}: {why}");
        }

        var controllers = NukesControllers(attributes) ? ControllerPlan.Of(attributes) : null;
        return new DiskPlan(table, system)
        {
            RawLines = attributes(RawAttribute) is { Length: > 0 } raw && !string.IsNullOrWhiteSpace(raw) ? raw : null,
            Controllers = controllers,
            NukesAll = NukesDisks(attributes),
        };
    }

    /// <summary>
    /// Whether attributes ask for every disk to be wiped. A wipe that cannot be taken back wants an unmistakable word: one of those that the attribute can be
    /// set to, and no list of disks.
    /// </summary>
    public static bool NukesDisks(Func<string, string?> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return attributes(NukeAttribute) is { } text && (text is "all" || AttributeForm.Truth(text) is true);
    }

    /// <summary>Whether attributes ask for RAID controllers to be configured anew.</summary>
    public static bool NukesControllers(Func<string, string?> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return attributes(ControllerAttribute)?.Trim() is { } text
            && (AttributeForm.Truth(text) is true || text.Equals("all", StringComparison.OrdinalIgnoreCase));
    }
}
