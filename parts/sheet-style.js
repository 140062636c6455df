// How an open part looks in the panel. It comes with the parts: who opens none does not fetch it.

export const SHEET = `
.rz .sheet{flex:none;max-block-size:60%;overflow-y:auto}
.rz .panel:has(.sheet>*){overflow:hidden}
.rz .panel:has(.sheet>*) .log,.rz .panel:has(.sheet>*) .newest,.rz .panel:has(.sheet>*) .honest{display:none}
.rz .panel:has(.sheet>*) .sheet{flex:1 1 0;max-block-size:none}
@media(max-height:760px){.rz .panel:has(.sheet>*) :is(.status,.helpers){display:none}}
.rz .part-sheet{display:grid;gap:12px;padding:14px;border-block-end:2px solid var(--brand)}
.rz .part-sheet h3{margin:0;font-size:1.0625em}
.rz .part-body,.rz .part-form,.rz .field{display:grid;gap:8px}
.rz .part-body:empty,.rz .part-sheet [role=status]:empty{display:none}
.rz .field.check{grid-template-columns:auto 1fr;align-items:center}
.rz .field.check .field-error{grid-column:1 / -1}
.rz .part-sheet h4{margin:8px 0 0}
.rz .keys textarea{inline-size:100%;font-weight:400}
.rz .field-hint{color:var(--muted);font-size:var(--small)}
.rz .field-error{color:var(--danger);font-weight:600}
.rz .part-form label{font-weight:600}
.rz .part-form :is(input[type=text],input[type=tel],select){inline-size:100%;min-block-size:var(--hit);padding:9px 14px;border:1.5px solid var(--edge);border-radius:14px;background:var(--ground);color:inherit;font:inherit;font-size:max(1em,16px)}
.rz .part-form [aria-invalid=true]{border-color:var(--danger);border-width:2px}
.rz .part-form :is([type=checkbox],[type=radio]){flex:none;inline-size:24px;block-size:24px;margin:10px;accent-color:var(--brand)}
.rz fieldset{display:flex;flex-wrap:wrap;gap:0 12px;margin:0;padding:0;border:0;min-inline-size:0}
.rz legend{padding:0;font-weight:600}
.rz .part-form .choice-of{display:inline-flex;align-items:center;min-block-size:var(--hit);padding:0;border:0;color:inherit;font-weight:400}
.rz .qr{inline-size:min(220px,100%);margin-inline:auto;background:#fff;fill:#000;forced-color-adjust:none}
.rz .invite{font-size:1.25em;letter-spacing:.08em;text-align:center}
.rz .shown{max-inline-size:100%;block-size:auto;border:1px solid var(--line)}
.rz .uploads{display:grid;gap:8px}
.rz progress{inline-size:100%;accent-color:var(--brand)}
.rz #chosen:focus-visible+label{outline:3px solid var(--focus);outline-offset:2px}`;
