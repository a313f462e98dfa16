namespace BootService.Core.Disks;

/// <summary>How an install configures RAID controllers before it looks for disks.</summary>
/// <param name="Table">What is to be.</param>
/// <param name="Program">The program that does it, by its path below <c>/install</c>: <c>carts/raid/RPMS/configure</c>.</param>
public sealed record ControllerPlan(ControllerTable Table, string Program)
{
    /// <summary>The attribute with the program.</summary>
    public const string ProgramAttribute = "storage.program";

    /// <summary>The plan of a host whose controllers are to be configured.</summary>
    /// <param name="attributes">Its attributes.</param>
    /// <exception cref="RefusedException">Program or table is missing, or cannot be.</exception>
    internal static ControllerPlan Of(Func<string, string?> attributes)
    {
        var program = attributes(ProgramAttribute)?.Trim() ?? "";
        if (!IsProgram(program))
        {
            throw new RefusedException(program.Length == 0
                ? $"attribute {DiskPlan.ControllerAttribute} is set, and no program configures RAID controllers here: set attribute {ProgramAttribute} to that "
                    + $"of a cart, such as carts/raid/RPMS/configure, or {DiskPlan.ControllerAttribute} to false"
                : $"attribute {ProgramAttribute} is \"{program}\", which must be the path of a program in a cart or a pallet, such as "
                    + "carts/raid/RPMS/configure");
        }

        var table = attributes(ControllerTable.Attribute) is { Length: > 0 } text ? ControllerTable.Parse(text) : ControllerTable.Empty;
        if (table.Rows.IsEmpty)
        {
            throw new RefusedException($"attribute {DiskPlan.ControllerAttribute} is set, and no table says how the RAID controllers are to be: "
                + "\"stack add storage controller\" makes one");
        }

        return table.Faults().ToArray() is { Length: > 0 } faults
            ? throw new RefusedException($"attribute {ControllerTable.Attribute}, row {faults[0].Row + 1}: "
                + $"{faults[0].Sentence}{(faults.Length > 1 ? $" (and {faults.Length - 1} more)" : "")}")
            : new ControllerPlan(table, program);
    }

    /// <summary>Whether a text is the path of a program below <c>/install</c>: in the packages of a cart, or in a pallet.</summary>
    public static bool IsProgram(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var steps = program.Split('/');
        return steps is ["carts", _, "RPMS", _, ..] or ["pallets", _, _, _, ..]
            && steps.All(step => step is not ("" or "." or "..")
                && step.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+'));
    }
}
