using System.IO.Enumeration;

namespace BootService.Core.Packages;

/// <summary>
/// The names by which the packages and groups of one repository can be asked for. Names are kept as sums, so that the largest repository takes a
/// few megabytes; immutable, and safe from any thread.
/// </summary>
public sealed class PackageIndex
{
    private readonly ulong[] _sums;
    private readonly string[] _packages;
    private readonly HashSet<string> _groups;

    internal PackageIndex(ulong[] sums, string[] packages, HashSet<string> groups) => (_sums, _packages, _groups) = (sums, packages, groups);

    /// <summary>Whether there is any package.</summary>
    public bool IsEmpty => _packages.Length == 0;

    /// <summary>The names of packages, sorted.</summary>
    public IReadOnlyList<string> Packages => _packages;

    /// <summary>The words by which groups, environments and modules are asked for.</summary>
    public IReadOnlyCollection<string> Groups => _groups;

    /// <summary>
    /// Whether something answers to a line of <c>%packages</c>: a package's name, with architecture, version or both; what a package provides; a
    /// file; a pattern; <c>@group</c>, <c>@^environment</c>, <c>@module:stream/profile</c>.
    /// </summary>
    public bool Has(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line is ['@', .. var group])
        {
            return HasGroup(group);
        }

        return line.AsSpan().ContainsAny('*', '?')
            ? Array.Exists(_packages, package => FileSystemName.MatchesSimpleExpression(line, package, ignoreCase: false))
            : Array.BinarySearch(_sums, SumOf(line)) >= 0 || (line[0] == '/' && !IsListed(line));
    }

    /// <summary>The sum of a name: FNV-1a with 64 bits, whose accidents are rarer than those of disks.</summary>
    internal static ulong SumOf(ReadOnlySpan<char> name)
    {
        var sum = 14695981039346656037UL;
        foreach (var letter in name)
        {
            sum = (sum ^ letter) * 1099511628211UL;
        }

        return sum;
    }

    /// <summary>Files that the list of packages names itself; of others nothing is known here (createrepo_c, "primary files").</summary>
    private static bool IsListed(string path) =>
        path.StartsWith("/etc/", StringComparison.Ordinal) || path.Contains("bin/", StringComparison.Ordinal) || path is "/usr/lib/sendmail";

    private bool HasGroup(string group)
    {
        // Options of a group follow its name; the profile of a module, its stream.
        var word = group.Split(' ', 2)[0];
        if (word is ['^', .. var environment])
        {
            return _groups.Contains(environment);
        }

        var module = word.Split('/', 2)[0];
        return _groups.Contains(group.Trim()) || _groups.Contains(word) || _groups.Contains(module);
    }
}
