using System.Text;

namespace BootService.Commands.Catalog;

/// <summary>Writes the manual page of <c>stack</c> from the declarations (man(7)).</summary>
internal static class ManualPage
{
    private const string Head = """
        .TH STACK 8
        .SH NAME
        stack \- tell the network boot appliance what to do
        .SH SYNOPSIS
        .B stack
        [\fB\-\-socket\fR \fIPATH\fR | \fB\-\-server\fR \fIURL\fR [\fB\-\-token\-file\fR \fIFILE\fR] [\fB\-\-ca\-file\fR \fIFILE\fR]] \fIVERB\fR [\fISCOPE\fR] \fIOBJECT\fR [\fIARGUMENTS\fR...] [\fIkey\fR=\fIvalue\fR...]
        .SH DESCRIPTION
        Hands its command line to the daemon over the admin socket and shows the answer.
        A word with an equals sign in it is a parameter; the last of a repeated one counts.
        .SS Naming hosts
        A name, an address or a hardware address; an appliance, an environment or rack\fIN\fR; a pattern such as backend\-0\-[1\-4] or backend\-0\-[0\-99];
        a:\fIappliance\fR, e:\fIenvironment\fR, o:\fIos\fR, b:\fIbox\fR, g:\fIgroup\fR, r:\fIrack\fR; a condition over attributes in brackets, [rack==1 and is_mesos_slave], or after the word where.
        Lists without hosts mean all hosts; changes never do.
        .SS Output
        Every command takes output\-format=text|json|csv|yaml|python|null, output\-header=no and output\-col=\fIcolumns\fR.
        .SH COMMANDS
        """;

    private const string Tail = """
        .SH ENVIRONMENT
        .TP
        .B BOOTSERVICE_SOCKET
        The admin socket, instead of /run/bootservice/admin.sock.
        .TP
        .BR BOOTSERVICE_SERVER ", " BOOTSERVICE_TOKEN_FILE ", " BOOTSERVICE_CA_FILE
        A frontend elsewhere, the file with the key of a token there, and the certificate that its own was signed by: as
        \-\-server, \-\-token\-file and \-\-ca\-file say.
        .TP
        .B NO_COLOR
        No colours on a screen when it is set.
        .SH EXIT STATUS
        0 when it is done, 1 when it was refused, 2 when it was not understood. Errors are one line on standard error.
        """;

    public static string Write(IEnumerable<CommandDeclaration> declarations)
    {
        var page = new StringBuilder(Head).Append('\n');
        foreach (var declaration in declarations)
        {
            page.Append(".TP\n.B stack ").Append(Escaped(declaration.Usage)).Append('\n');
            page.Append(Escaped(declaration.Help)).Append('\n');
            if (declaration.Detail.Length > 0)
            {
                page.Append(Escaped(declaration.Detail)).Append('\n');
            }

            foreach (var parameter in declaration.Parameters)
            {
                page.Append(".br\n\\fI").Append(Escaped(parameter.Name)).Append("\\fR: ").Append(Escaped(parameter.Help)).Append('\n');
            }

            if (declaration.Example.Length > 0)
            {
                page.Append(".br\nExample: \\fBstack ").Append(Escaped(declaration.Example)).Append("\\fR\n");
            }
        }

        return page.Append(Tail).ToString();
    }

    /// <summary>Text in which roff finds nothing to do: no escapes, no hyphens to break at, no request at the start of a line.</summary>
    private static string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? "\\&" + escaped : escaped;
    }
}
