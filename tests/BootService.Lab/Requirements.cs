namespace BootService.Lab;

/// <summary>What the lab needs of the machine it runs on: root, and the Debian packages of <c>tests/packages.txt</c>.</summary>
public static class Requirements
{
    /// <summary>Each package with the file that shows it is installed.</summary>
    public static IReadOnlyList<(string Package, string File)> Packages { get; } = Read();

    /// <summary>Fails unless the caller is root.</summary>
    /// <exception cref="LabException">It is not.</exception>
    public static void DemandRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new LabException("the boot network needs root: it makes network namespaces and taps; run this with sudo");
        }
    }

    /// <summary>Fails unless the caller is root and every package is installed: a missing tool never skips a test.</summary>
    /// <exception cref="LabException">Names what is missing and how to get it.</exception>
    public static void Demand()
    {
        DemandRoot();
        var missing = Packages.Where(need => !File.Exists(need.File)).Select(need => need.Package).ToList();
        if (missing.Count > 0)
        {
            throw new LabException($"missing Debian packages: {string.Join(' ', missing)}; install them with \"make packages\"");
        }
    }

    private static List<(string Package, string File)> Read()
    {
        using var list = new StreamReader(typeof(Requirements).Assembly.GetManifestResourceStream("packages.txt")!);
        return [.. list.ReadToEnd().Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is [not ['#', ..], _])
            .Select(words => (words[0], words[1]))];
    }
}
