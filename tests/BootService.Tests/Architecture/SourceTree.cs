namespace BootService.Tests.Architecture;

/// <summary>The source tree that the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "BootService.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("the tests run outside a checkout");
    }
}
