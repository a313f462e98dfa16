using System.Runtime.CompilerServices;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>Compares whole texts with files under testdata; UPDATE_GOLDEN=1 writes them instead.</summary>
internal static class Golden
{
    public static void Matches(string actual, string file, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Folder(caller), "testdata", file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing: run once with UPDATE_GOLDEN=1 and read what it writes");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>The repository's own folder of that name.</summary>
    public static string Repository(string folder, [CallerFilePath] string caller = "")
    {
        var at = new DirectoryInfo(Folder(caller));
        while (!File.Exists(Path.Combine(at.FullName, "BootService.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("BootService.sln lies nowhere above the tests");
        }

        return Path.Combine(at.FullName, folder);
    }

    private static string Folder(string caller) => Path.GetDirectoryName(caller)!;
}
