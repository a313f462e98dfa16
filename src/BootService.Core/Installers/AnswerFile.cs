namespace BootService.Core.Installers;

/// <summary>A file that an installer reads.</summary>
/// <param name="Name">The last part of its address: <c>/install/answer/{secret}/{name}</c>.</param>
/// <param name="Text">The whole of it, LF only.</param>
public sealed record AnswerFile(string Name, string Text);

/// <summary>How the files that installers read are called.</summary>
public static class AnswerNames
{
    /// <summary>Anaconda's; it is at <c>/install/ks/{secret}</c> as well.</summary>
    public const string Kickstart = "ks";

    /// <summary>The answers of Debian's.</summary>
    public const string Preseed = "preseed.cfg";

    /// <summary>What runs beside Debian's installer at its start.</summary>
    public const string Early = "early.sh";

    /// <summary>What runs beside it before it looks at disks.</summary>
    public const string Disks = "disks.sh";

    /// <summary>What runs beside it at its end.</summary>
    public const string Late = "late.sh";

    /// <summary>What cloud-init looks for first in a seed, and Ubuntu's installer takes its answers from.</summary>
    public const string UserData = "user-data";

    /// <summary>The second file of a seed.</summary>
    public const string MetaData = "meta-data";

    /// <summary>The third.</summary>
    public const string VendorData = "vendor-data";

    /// <summary>The configuration of an image system's live system, which puts the image on the disk.</summary>
    public const string Live = "live.ign";

    /// <summary>The script that does it.</summary>
    public const string Install = "install.sh";

    /// <summary>The configuration of the installed image system.</summary>
    public const string Config = "config.ign";

    /// <summary>Whether an installer reads this one first, so that sending it is the beginning of an install.</summary>
    public static bool Begins(string name) => name is Kickstart or Preseed or UserData or Live;

    /// <summary>Files as one text for people: one stands alone, several have their names above them.</summary>
    public static string Together(IReadOnlyCollection<AnswerFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Count == 1 ? files.First().Text : string.Concat(files.Select(file => $"##### {file.Name}\n{file.Text}"));
    }
}
