using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Firewalls;
using BootService.Core.Inventories;
using BootService.Core.Logins;
using BootService.Core.Networks;

namespace BootService.Commands.Attributes;

/// <summary>Sets, adds and removes attributes, at every scope by the same rules (docs/stacki.md).</summary>
internal static class AttributeWriting
{
    private const int MaxValueLength = 1 << 20;

    /// <summary>The changes of a <c>set</c>, or of an <c>add</c>, which refuses to take an existing value's place.</summary>
    /// <exception cref="RefusedException">The attribute is computed, or exists and may not be replaced, or the value is none.</exception>
    public static IEnumerable<Change> Write(CommandCall call, Inventory inventory, IReadOnlyCollection<AttributeOwner> owners, bool replace)
    {
        if (!AttributeName.TryParse(call.Text("attr"), null, out var name))
        {
            throw Expectations.Fault(call.Declaration, "\"attr\" parameter must be the name of one attribute");
        }

        if (IntrinsicAttributes.IsIntrinsic(name))
        {
            throw new RefusedException(
                replace ? $"attr \"{name}\" is computed by the appliance and cannot be set" : $"attr \"{name}\" exists: the appliance computes it");
        }

        var existing = replace ? [] : owners.Where(owner => inventory.AttributesOn(owner).Find(name) is not null).Select(owner => owner.Target).ToArray();
        if (existing.Length > 0)
        {
            throw new RefusedException(existing is [""] ? $"attr \"{name}\" exists" : $"attr \"{name}\" exists for {Few(existing)}");
        }

        return Values(inventory, owners, name, Checked(inventory, name, call.Text("value")), call.Has("shadow") ? call.Flag("shadow") : null, call.Now);
    }

    /// <summary>The changes that give one value to several owners, as secret as the name is by then.</summary>
    /// <param name="inventory">The state before.</param>
    /// <param name="owners">Whom they are given to.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="text">The value, from <see cref="Checked"/>.</param>
    /// <param name="shadow">What was said of its secrecy; null when nothing was.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusedException">It was to be readable beside values that stay secret.</exception>
    public static IEnumerable<Change> Values(
        Inventory inventory, IReadOnlyCollection<AttributeOwner> owners, AttributeName name, string text, bool? shadow, DateTimeOffset now)
    {
        var secrecy = new AttributeSecrecy(inventory, name);
        if (shadow is false && !SecretAttributes.IsSecret(name) && secrecy.StaysSecretBeside(owners))
        {
            throw new RefusedException(
                $"attr \"{name}\" is a secret at another scope or for others: say shadow=no there first (\"stack explain host attr HOST attr={name}\" shows "
                    + "where it is set)");
        }

        var kept = SecretAttributes.Kept(name, text);
        var written = owners.Select(owner => new Change.AttributeWritten(
            owner, name, new AttributeValue(kept, SecretAttributes.IsSecret(name) || (shadow ?? secrecy.IsSecret(owner)), now))).ToArray();
        return Array.Exists(written, change => change.Value.Shadow) ? [.. written, .. secrecy.Followers(owners.ToHashSet())] : written;
    }

    /// <summary>The changes of a <c>remove</c>: one name, or all that fit a pattern. What is not there is no error.</summary>
    /// <exception cref="RefusedException">The attribute is computed.</exception>
    public static IEnumerable<Change> Remove(CommandCall call, Inventory inventory, IEnumerable<AttributeOwner> owners)
    {
        if (AttributeName.TryParse(call.Text("attr"), null, out var name) && IntrinsicAttributes.IsIntrinsic(name))
        {
            throw new RefusedException($"attr \"{name}\" is computed by the appliance and cannot be removed");
        }

        var wanted = new AttributeFilter(call.Text("attr"));
        return owners.SelectMany(
            owner => inventory.AttributesOn(owner).Where(entry => wanted.Accepts(entry.Name)).Select(entry => new Change.AttributeRemoved(owner, entry.Name)));
    }

    /// <summary>The value, when every place it goes to can hold it and whoever reads the attribute understands it.</summary>
    /// <exception cref="RefusedException">Longer than a mebibyte, with a character that no XML can hold, or none that a well-known attribute can
    /// have.</exception>
    public static string Checked(Inventory inventory, AttributeName name, string value)
    {
        if (AttributeForms.WhyNot(inventory, name, Held(name, value)) is { } why)
        {
            throw new RefusedException(why);
        }

        // What is no route and no rule would be told when a host is set to install, by then to somebody else.
        var text = name.ToString();
        _ = text.StartsWith(NodeRoutes.Prefix, StringComparison.Ordinal) ? NodeRoutes.Read(text, value) : null;
        _ = text.StartsWith(FirewallRule.Prefix, StringComparison.Ordinal) ? FirewallRule.Read(text, value) : null;
        return value;
    }

    private static string Held(AttributeName name, string value)
    {
        if (value.Length > MaxValueLength)
        {
            throw new RefusedException($"the value of attr \"{name}\" is longer than {MaxValueLength} characters");
        }

        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is >= ' ' and <= '\uD7FF')
            {
                continue;
            }

            var pair = char.IsHighSurrogate(value[at]) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]);
            if (!pair && (char.IsSurrogate(value[at]) || value[at] is (< ' ' and not ('\t' or '\n' or '\r')) or '\uFFFE' or '\uFFFF'))
            {
                throw new RefusedException($"the value of attr \"{name}\" holds U+{(int)value[at]:X4} at character {at + 1}, which no profile can hold");
            }

            at += pair ? 1 : 0;
        }

        return name.ToString().StartsWith(NodeUsers.Prefix, StringComparison.Ordinal) && NodeUsers.WhyNot(name.ToString(), value) is { } why
            ? throw new RefusedException(why)
            : value;
    }

    private static string Few(string[] names) =>
        string.Join(", ", names.Take(5)) + (names.Length > 5 ? $" and {names.Length - 5} more" : string.Empty);
}

/// <summary>What <c>attr=</c> asks for: one name, a shell pattern, or everything under a prefix that ends in a dot.</summary>
/// <param name="wanted">The text of the parameter; null for all.</param>
internal readonly struct AttributeFilter(string? wanted)
{
    private readonly string? _pattern = wanted is null ? null : wanted.EndsWith('.') ? wanted + "*" : wanted.Replace('/', '.');
    private readonly Regex? _classes = wanted?.Contains('[', StringComparison.Ordinal) is true ? Classes(wanted.Replace('/', '.')) : null;

    /// <summary>The one name that is asked for; null when it is a pattern or nothing was asked for.</summary>
    public AttributeName? Exact => AttributeName.TryParse(_pattern, null, out var name) ? name : null;

    /// <summary>Whether everything is asked for.</summary>
    public bool IsAll => _pattern is null;

    public bool Accepts(AttributeName name) =>
        _classes?.IsMatch(name.ToString()) ?? (_pattern is null || FileSystemName.MatchesSimpleExpression(_pattern, name.ToString(), ignoreCase: false));

    /// <summary>A shell's pattern with classes such as <c>site.[ab]*</c>; a bracket without its end is refused.</summary>
    private static Regex Classes(string pattern)
    {
        var text = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            var end = pattern[at] == '[' && at + 2 < pattern.Length ? pattern.IndexOf(']', at + 2) : -1;
            if (pattern[at] == '[' && end < 0)
            {
                throw new RefusedException($"attr pattern \"{pattern}\" lacks the ] of the bracket at character {at + 1}");
            }

            if (end > 0)
            {
                var members = pattern[(at + 1)..end];
                text.Append('[').Append(members[0] is '!' or '^' ? "^" : string.Empty)
                    .Append(members.TrimStart('!', '^').Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal))
                    .Append(']');
                at = end;
            }
            else
            {
                text.Append(pattern[at] switch { '*' => ".*", '?' => ".", var letter => Regex.Escape(letter.ToString()) });
            }
        }

        try
        {
            return new Regex(text.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            throw new RefusedException($"attr pattern \"{pattern}\" cannot be read: a class is written [a-c] or [!x]");
        }
    }
}
