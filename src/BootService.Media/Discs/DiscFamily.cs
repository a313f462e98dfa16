using BootService.Core;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Platform.Files;

namespace BootService.Media.Discs;

/// <summary>Tells which operating system family a folder is for, by what discs of each have in them.</summary>
internal static class DiscFamily
{
    // No installer of ours, but a pallet may be for it all the same.
    private const string Suse = "sles";

    /// <summary>The family; null when the folder is laid out like no disc.</summary>
    /// <exception cref="IOException">A description in it cannot be read.</exception>
    public static string? Of(string folder)
    {
        bool Has(string path) => File.Exists(Path.Combine(folder, path));
        return Has(TreeInfo.Name) || Has(TreeInfo.PlainName) || Has(".discinfo") ? RollFile.UsualOs
            : Has("media.1/media") || Has("content") ? Suse
            : Has(".disk/info") ? OfDebian(Path.Combine(folder, ".disk/info"))
            : null;
    }

    private static string? OfDebian(string file)
    {
        var text = System.Text.Encoding.UTF8.GetString(RegularFile.Bytes(file, MediaLimits.DescriptionBytes));
        return text.StartsWith("Ubuntu", StringComparison.Ordinal) ? Installer.Ubuntu.Os
            : text.StartsWith("Debian", StringComparison.Ordinal) ? Installer.Debian.Os
            : null;
    }
}
