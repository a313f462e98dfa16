using System.IO.Enumeration;
using BootService.Commands.Catalog;
using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Commands.Attributes;

/// <summary>Sets, adds and removes attributes, at every scope by the same rules (stacki.md §1.8).</summary>
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
            throw new RefusedException(replace ? $"attr \"{name}\" is computed by the appliance and cannot be set" : $"attr \"{name}\" exists: the appliance computes it");
        }

        var existing = replace ? [] : owners.Where(owner => inventory.AttributesOn(owner).Find(name) is not null).Select(owner => owner.Target).ToArray();
        if (existing.Length > 0)
        {
            throw new RefusedException(existing is [""] ? $"attr \"{name}\" exists" : $"attr \"{name}\" exists for {Few(existing)}");
        }

        var (text, shadow) = (Checked(name, call.Text("value")), call.Has("shadow") ? call.Flag("shadow") : (bool?)null);
        return owners.Select(owner => new Change.AttributeWritten(owner, name, SecretAttributes.Stored(inventory, owner, name, text, shadow, call.Now)));
    }

    /// <summary>The changes of a <c>remove</c>: one name, or all that fit a pattern. What is not there is no error.</summary>
    public static IEnumerable<Change> Remove(CommandCall call, Inventory inventory, IEnumerable<AttributeOwner> owners)
    {
        var wanted = new AttributeFilter(call.Text("attr"));
        return owners.SelectMany(owner => inventory.AttributesOn(owner).Where(entry => wanted.Accepts(entry.Name)).Select(entry => new Change.AttributeRemoved(owner, entry.Name)));
    }

    /// <summary>The value, when every place it goes to can hold it.</summary>
    /// <exception cref="RefusedException">Longer than a mebibyte, or with a character that no XML can hold.</exception>
    public static string Checked(AttributeName name, string value)
    {
        if (value.Length > MaxValueLength)
        {
            throw new RefusedException($"the value of attr \"{name}\" is longer than {MaxValueLength} characters");
        }

        for (var at = 0; at < value.Length; at++)
        {
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

    /// <summary>The one name that is asked for; null when it is a pattern or nothing was asked for.</summary>
    public AttributeName? Exact => AttributeName.TryParse(_pattern, null, out var name) ? name : null;

    /// <summary>Whether everything is asked for.</summary>
    public bool IsAll => _pattern is null;

    public bool Accepts(AttributeName name) => _pattern is null || FileSystemName.MatchesSimpleExpression(_pattern, name.ToString(), ignoreCase: false);
}
