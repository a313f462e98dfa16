namespace BootService.Settings;

/// <summary>Finds the boot files of a checkout that the daemon was built in.</summary>
internal static class Checkout
{
    /// <summary>The <c>bootfiles/</c> folder beside the solution above the program; null when the daemon is installed.</summary>
    public static string? BootFiles()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BootService.sln")))
            {
                return Path.Combine(folder.FullName, "bootfiles");
            }
        }

        return null;
    }
}
