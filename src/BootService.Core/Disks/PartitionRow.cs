using System.Globalization;

namespace BootService.Core.Disks;

/// <summary>A row of a storage table, in Stacki's columns.</summary>
/// <param name="Device">A disk, by any of its words; for the parts of a volume group its name; <c>pv.01 pv.02</c> of a volume group, <c>raid.01 raid.02</c> of
/// an array.</param>
/// <param name="MountPoint">Where it is mounted; <c>swap</c>, <c>pv.NN</c>, <c>raid.NN</c>, <c>biosboot</c>, or the name of a volume group; empty for
/// none.</param>
/// <param name="Size">MiB; <c>0</c> for the rest of the disk, <c>recommended</c> or <c>hibernation</c> for swap.</param>
/// <param name="Type">The file system, <c>swap</c>, <c>lvm</c>, <c>raid</c>, <c>volgroup</c>; empty for the release's usual one.</param>
/// <param name="Options">More options of the installer's; <c>preserve</c> keeps what is there.</param>
/// <param name="PartId">The number of the partition in its table's order; null when nothing was said.</param>
public sealed record PartitionRow(string Device, string MountPoint, string Size, string Type, string Options, int? PartId)
{
    /// <summary>The option that asks for a partition outside an extended one; in a GPT each of them is. Anaconda takes it, for it
    /// makes an MS-DOS table where Enterprise Linux up to 9 boots by BIOS; the others make a GPT.</summary>
    internal const string AsPrimary = "--asprimary";

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// The row in the words of this table, where it was Stacki's for an array: that has <c>md0</c> for its device and its members among the options.
    /// </summary>
    public PartitionRow WithMembersAsDevice()
    {
        var words = Options.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        var members = words.Where(word => word.StartsWith("raid.", StringComparison.Ordinal)).ToArray();
        return members.Length > 0 && Device is ['m', 'd', .. var number] && number.Length > 0 && number.All(char.IsAsciiDigit)
            ? this with
            {
                Device = string.Join(' ', members),
                Options = string.Join(' ', [.. words.Except(members), .. words.Any(IsDevice) ? [] : (string[])[$"--device={Device}"]])
            }
            : this;

        static bool IsDevice(string word) => word.StartsWith("--device=", StringComparison.Ordinal);
    }

    /// <summary>The level of an array without Stacki's word before it, such as <c>1</c> of <c>RAID1</c>; null when its options say none.</summary>
    public string? RaidLevel => Option("--level=")?.ToUpperInvariant().Replace("RAID", "", StringComparison.Ordinal);

    /// <summary>Whether its contents outlive an install.</summary>
    public bool IsPreserved => Options.Split(Blanks).Any(word => word is "preserve" or "--noformat");

    /// <summary>The options for the installer, without our own word.</summary>
    public string InstallerOptions =>
        string.Join(' ', Options.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("preserve" or "--noformat")));

    /// <summary>Whether it is an array's.</summary>
    public bool IsArray => Device.StartsWith("raid.", StringComparison.Ordinal);

    /// <summary>Whether it makes a volume group.</summary>
    public bool IsVolumeGroup => Device.StartsWith("pv.", StringComparison.Ordinal);

    /// <summary>Whether it is to have no file system: nothing says where it is mounted, nor as what.</summary>
    public bool IsRaw => MountPoint.Length == 0 && Type.Length == 0;

    /// <summary>What a sentence calls it: its mount point, else its file system, else a partition of its disk.</summary>
    public string What => MountPoint.Length > 0 ? MountPoint : Type.Length > 0 ? Type : $"a partition of {Device}";

    /// <summary>Whether it is swap.</summary>
    public bool IsSwap => MountPoint == "swap" || Type == "swap";

    /// <summary>The name of an array; null when its options say none.</summary>
    public string? ArrayName => Option("--device=");

    /// <summary>The name of a logical volume: that of its options, or one after its mount point.</summary>
    public string VolumeName => Option("--name=") ?? (MountPoint.Trim('/') is { Length: > 0 } path ? path.Replace('/', '_') : IsSwap ? "swap" : "root");

    /// <summary>The members of an array or a volume group.</summary>
    public IEnumerable<string> Members => Device.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The size in MiB; 0 for the rest; null when it is a word.</summary>
    public long? Megabytes => long.TryParse(Size, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : Size.Length == 0 ? 0 : null;

    /// <summary>The value of a word of the options; null when it is not there.</summary>
    /// <param name="prefix">The word with its equals sign: <c>--level=</c>.</param>
    internal string? Option(string prefix) =>
        Options.Split(Blanks).FirstOrDefault(word => word.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    /// <summary>The first of its options that an installer does not take; null when it takes them all. What is so anyway every installer takes.</summary>
    /// <param name="taken">What it takes, each with its equals sign.</param>
    internal string? OptionBeside(IReadOnlyCollection<string> taken) =>
        InstallerOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word is not AsPrimary && !taken.Any(prefix => word.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>The row as one line of <see cref="DiskTable"/>'s text.</summary>
    internal string ToLine() => string.Join('\t', Device, MountPoint, Size, Type, Options, PartId?.ToString(CultureInfo.InvariantCulture) ?? "").TrimEnd('\t');

    /// <exception cref="RefusedException">The line is no row.</exception>
    internal static PartitionRow Parse(string line)
    {
        var cells = line.Split('\t');
        string Cell(int at) => at < cells.Length ? cells[at].Trim() : "";
        return cells.Length > 6 ? throw new RefusedException($"\"{line}\" has more than six columns")
            : Cell(5) is { Length: > 0 } id && !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? throw new RefusedException($"partid \"{id}\" is no number")
            : new PartitionRow(Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5).Length == 0 ? null
                : int.Parse(Cell(5), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
