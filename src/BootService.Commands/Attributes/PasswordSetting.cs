using BootService.Core;
using BootService.Core.Attributes;
using BootService.Core.Inventories;
using BootService.Core.Logins;

namespace BootService.Commands.Attributes;

/// <summary>Takes a password that was given twice and keeps its hash.</summary>
internal static class PasswordSetting
{
    /// <summary>Asks for the password and sets it at a scope.</summary>
    /// <exception cref="RefusedException">The two differ, or it is no password.</exception>
    public static Task RunAsync(CommandCall call, AttributeScope scope, CancellationToken cancel)
    {
        AttributeOwners.ToChange(call, call.Inventory, scope);
        var hash = PasswordHash.Of(Twice(call.SecretText("password of root")));
        var name = AttributeName.Parse(SecretAttributes.RootPassword);
        return call.CommitAsync(
            inventory => AttributeOwners.ToChange(call, inventory, scope)
                .Select(owner => new Change.AttributeWritten(owner, name, new AttributeValue(hash, Shadow: true, call.Now))),
            cancel);
    }

    /// <summary>What two equal lines say.</summary>
    /// <exception cref="RefusedException">They are not two, or differ.</exception>
    public static string Twice(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] lines = [.. text.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r'))];
        return lines switch
        {
            [var first, var second] when first == second => first,
            [_, _] => throw new RefusedException("the two passwords differ; nothing was changed"),
            [""] => throw new RefusedException("no password was given; nothing was changed"),
            _ => throw new RefusedException($"the password is wanted twice, as two equal lines, and "
                + $"{(lines.Length == 1 ? "1 line" : $"{lines.Length} lines")} came; nothing was changed"),
        };
    }
}
