namespace BootService.Core.Profiles;

/// <summary>What a machine must be for an install to touch it.</summary>
/// <param name="Serial">The serial number or UUID that one of its DMI fields holds; null for any.</param>
/// <param name="Disk">The serial number or WWN that one of its disks has; null for any.</param>
public sealed record MachineIdentity(string? Serial, string? Disk)
{
    /// <summary>The attribute that says the serial number.</summary>
    public const string SerialAttribute = "install.serial";

    /// <summary>The attribute that says the disk.</summary>
    public const string DiskAttribute = "install.disk";

    /// <summary>Any machine.</summary>
    public static MachineIdentity Any { get; } = new(null, null);

    /// <summary>What the attributes of a host ask for.</summary>
    public static MachineIdentity Of(AttributeLookup attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return new MachineIdentity(Word(attributes(SerialAttribute)), Word(attributes(DiskAttribute)));
    }

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
