namespace BootService.Core.Profiles.Emit;

/// <summary>Modes of files in the words of chmod (POSIX, chmod, "mode"): octal as <c>0644</c>, or clauses as <c>u=rw,go=r</c>.</summary>
internal static class FileMode
{
    private const int MostDigits = 5;

    /// <summary>Whether chmod takes it.</summary>
    public static bool IsOne(ReadOnlySpan<char> mode)
    {
        if (mode is [>= '0' and <= '9', ..])
        {
            return mode.Length <= MostDigits && !mode.ContainsAnyExceptInRange('0', '7') && (mode.Length < MostDigits || mode[0] is '0');
        }

        foreach (var clause in mode.Split(','))
        {
            if (!IsClause(mode[clause]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Who, and then at least once an operator and what.</summary>
    private static bool IsClause(ReadOnlySpan<char> clause)
    {
        clause = clause.TrimStart("ugoa");
        if (clause is not ['+' or '-' or '=', ..])
        {
            return false;
        }

        while (clause is ['+' or '-' or '=', ..])
        {
            clause = clause[1..];
            clause = clause is ['u' or 'g' or 'o', ..] ? clause[1..] : clause.TrimStart("rwxXst");
        }

        return clause.IsEmpty;
    }
}
