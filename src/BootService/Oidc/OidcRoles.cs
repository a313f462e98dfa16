using System.Collections.Immutable;
using BootService.Admin;
using BootService.Core.Access;

namespace BootService.Oidc;

/// <summary>What the groups of a provider may do here. Pure.</summary>
/// <param name="Rules">A group and its role, in the order of the setting; <c>*</c> for everybody.</param>
internal sealed record OidcRoles(ImmutableArray<(string Group, AdminRole Role)> Rules)
{
    private const string Everybody = "*";

    /// <summary>Reads the setting.</summary>
    /// <returns>The roles, or what is wrong with the setting, the end of a sentence.</returns>
    public static (OidcRoles? Roles, string? Fault) Read(string text)
    {
        var rules = ImmutableArray.CreateBuilder<(string, AdminRole)>();
        foreach (var rule in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A group may have colons in its name; its role has none.
            var colon = rule.LastIndexOf(':');
            var words = colon < 0 ? [] : rule[(colon + 1)..].Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (colon <= 0 || words.Length == 0 || words[0] is not ("read" or "admin"))
            {
                return (null, $"has \"{rule}\", which must be a group, a colon and read or admin");
            }

            try
            {
                rules.Add((rule[..colon].Trim(), new AdminRole(
                    words[0] == "admin" ? TokenRole.Admin : TokenRole.Read, HostScope.Parse(words.ElementAtOrDefault(1) ?? string.Empty))));
            }
            catch (FormatException fault)
            {
                return (null, $"has \"{rule}\": {fault.Message}");
            }
        }

        return rules.Count == 0 ? (null, "names no group: nobody could do anything") : (new OidcRoles(rules.ToImmutable()), null);
    }

    /// <summary>What a user of these groups may do: the first rule that he falls under; null when there is none.</summary>
    public AdminRole? Of(IReadOnlyCollection<string> groups) =>
        Rules.Where(rule => rule.Group == Everybody || groups.Contains(rule.Group)).Select(rule => rule.Role).FirstOrDefault();
}
