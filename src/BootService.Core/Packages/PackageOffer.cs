using System.Collections.Immutable;
using System.IO.Enumeration;

namespace BootService.Core.Packages;

/// <summary>What a host can ask for of the repositories it will see.</summary>
/// <param name="repositories">The names of each.</param>
public sealed class PackageOffer(ImmutableArray<PackageIndex> repositories)
{
    /// <summary>The attribute that names what comes from somewhere else: words with blanks between them, <c>*</c> and <c>?</c> allowed.</summary>
    public const string ElsewhereAttribute = "packages.elsewhere";

    /// <summary>Whether a line of <c>%packages</c> means something.</summary>
    /// <param name="line">A package or <c>@group</c>.</param>
    /// <param name="elsewhere">The text of <see cref="ElsewhereAttribute"/>; null when it is not set.</param>
    public bool Has(string line, string? elsewhere)
    {
        ArgumentException.ThrowIfNullOrEmpty(line);
        var anyGroup = false;
        foreach (var repository in repositories)
        {
            if (repository.Has(line))
            {
                return true;
            }

            anyGroup |= repository.Groups.Count > 0;
        }

        return (line[0] == '@' && !anyGroup)
            || (elsewhere ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Any(word => FileSystemName.MatchesSimpleExpression(word, line, ignoreCase: false));
    }

    /// <summary>Why a line means nothing, and what to do. Where no repository has any group, groups are not judged.</summary>
    public static string WhyNot(string line)
    {
        ArgumentException.ThrowIfNullOrEmpty(line);
        return $"no enabled pallet or cart has {(line[0] == '@' ? "a group" : "a package")} \"{line}\": "
            + $"correct the name, enable what brings it, or name it in attribute {ElsewhereAttribute} if it comes from somewhere else";
    }
}
