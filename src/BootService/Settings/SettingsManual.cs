using System.Text;

namespace BootService.Settings;

/// <summary>The manual pages of the daemon and of its settings file, in man(7), from the keys themselves. Pure.</summary>
internal static class SettingsManual
{
    /// <summary>bootservice(8).</summary>
    public static string Daemon() => """
        .TH BOOTSERVICE 8
        .SH NAME
        bootservice \- boots and installs machines over the network
        .SH SYNOPSIS
        .B bootservice
        [\fB\-\-config\fR \fIFILE\fR] [\fB\-\-new\-frontend\fR] [\fB\-\-\fIKey\fR=\fIvalue\fR...]
        .br
        .B bootservice \-\-check
        [\fB\-\-\fIKey\fR=\fIvalue\fR...]
        .br
        .B bootservice \-\-restore
        \fIFILE\fR [\fB\-\-\fIKey\fR=\fIvalue\fR...]
        .br
        .B bootservice \-\-help
        |
        .B \-\-version
        .SH DESCRIPTION
        DHCP, TFTP and HTTP servers over an embedded database in one daemon. Machines that boot from the network install themselves from their own
        kickstart. What is to be done is said with stack(8).
        .SH OPTIONS
        .TP
        .B \-\-check
        Goes through a start without one and says what it finds: settings, interface, loaders, database, media, certificate, ports. An upgrade of the database
        is tried on a copy. Nothing is changed, and a daemon may be running. Ends with 1 when something is wrong.
        .TP
        .BI \-\-restore " FILE"
        Puts a copy that stack backup made in the place of the database, while no daemon runs; the one that is there lies aside. Hosts that were set to install
        boot their disks.
        .TP
        .B \-\-new\-frontend
        Begins with no hosts although an earlier daemon left things in the data directory.
        .TP
        .BI \-\-config " FILE"
        The settings file, instead of /etc/bootservice/bootservice.json.
        .TP
        .BI \-\- Key = value
        A setting; it wins over the environment, and that over the file. See bootservice.json(5).
        .SH SIGNALS
        SIGHUP reads the settings anew; SIGTERM stops.
        .SH EXIT STATUS
        0 after a stop, 1 when it could not go on, 2 when settings were not understood.
        .SH FILES
        .TP
        .I /etc/bootservice/bootservice.json
        Settings.
        .TP
        .I /var/lib/bootservice
        Database, leases, keys, backups.
        .TP
        .I /export/stack
        Pallets, carts, site profiles.
        .SH SEE ALSO
        stack(8), bootservice.json(5), /usr/share/doc/bootservice
        """;

    /// <summary>bootservice.json(5).</summary>
    public static string File(IReadOnlyList<SettingKey> keys)
    {
        var text = new StringBuilder("""
            .TH BOOTSERVICE.JSON 5
            .SH NAME
            bootservice.json \- settings of bootservice
            .SH DESCRIPTION
            A JSON object; // begins a comment. The part of a key before a colon is an object in it: { "Dhcp": { "Mode": "proxy" } } sets Dhcp:Mode. The environment
            variable BOOTSERVICE_Dhcp__Mode and the argument \-\-Dhcp:Mode say the same and win. A key or value that is not known stops the start with one sentence.
            .SH KEYS

            """);
        foreach (var key in keys)
        {
            text.Append(".TP\n.B ").Append(key.Key).Append('\n').Append(Escaped(key.Meaning)).Append('\n');
            if (key.Values.Length > 0)
            {
                text.Append(Escaped(key.Values)).Append('\n');
            }

            if (key.Default.Length > 0)
            {
                text.Append("Default: ").Append(Escaped(key.Default)).Append(".\n");
            }
        }

        return text.Append(".SH SEE ALSO\nbootservice(8)").ToString();
    }

    private static string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? "\\&" + escaped : escaped;
    }
}
