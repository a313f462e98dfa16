using BootService.Lab.Processes;

namespace BootService.Lab;

/// <summary>Where things lie in the checkout this program was built from.</summary>
public static class Checkout
{
    /// <summary>Names another folder with <c>bootservice</c> and <c>stack</c>, to try an installed build.</summary>
    public const string ProgramsVariable = "LAB_PROGRAMS";

    /// <summary>The folder with <c>BootService.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What builds and runs leave behind.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>A published program: <c>bootservice</c> or <c>stack</c>.</summary>
    /// <exception cref="LabException">It has not been published.</exception>
    public static string Program(string name)
    {
        var folder = Environment.GetEnvironmentVariable(ProgramsVariable) ?? Path.Combine(Artifacts, "bin");
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new LabException($"there is no {path}; \"make publish\" makes it");
    }

    /// <summary>The installation medium of the test pallet, built when it is not there or out of date.</summary>
    public static async Task<string> PalletAsync() => Path.Combine(await MediaAsync(), "os");

    /// <summary>The same for 64-bit ARM, made of Debian's packages for it. Needs the packages of <c>tests/packages-interop.txt</c>.</summary>
    public static async Task<string> ArmPalletAsync() => Path.Combine(await BuildAsync("pallet-aarch64", "aarch64"), "os");

    /// <summary>The folder of that medium and of the repositories beside it, built when they are not there or out of date.</summary>
    public static Task<string> MediaAsync() => BuildAsync("pallet");

    private static async Task<string> BuildAsync(string name, params string[] machine)
    {
        var folder = Path.Combine(Artifacts, name);
        (await Tool.RunAsync(Path.Combine(Root, "tests", "pallet", "build"), [folder, .. machine], limit: TimeSpan.FromMinutes(15))).Succeeded();
        return folder;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BootService.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new LabException($"{AppContext.BaseDirectory} is not in a checkout of BootService");
        }

        return folder;
    }
}
