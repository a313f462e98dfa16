namespace BootService.Cli;

/// <summary>The folder that the caller stands in.</summary>
internal static class WorkingFolder
{
    /// <summary>Its path; the root where the folder was removed under him: hardly a command needs one.</summary>
    public static string Now
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return "/";
            }
        }
    }
}
